using Orleans.Concurrency;
using OrleansFrames.Capture;
using OrleansFrames.Ledger.Queries;
using OrleansFrames.Moderation;
using OrleansFrames.Users;

namespace OrleansFrames.Calls;

/// <summary>A call: settings copied from its type at creation, session, participants with their tracks, and the state of its frame recording.</summary>
/// <remarks>Key: <c>call/{app}/{type}:{id}</c>. Every method but GetOrCreate and Rights answers not found for a call that was never made.</remarks>
[Alias("frames.ICallGrain")]
public interface ICallGrain : IGrainWithStringKey
{
    [Alias("GetOrCreate")]
    Task<Outcome<CallState>> GetOrCreateAsync(GetOrCreateCall request, CancellationToken cancellationToken);

    [Alias("Get"), AlwaysInterleave]
    Task<Outcome<CallState>> GetAsync(CancellationToken cancellationToken);

    /// <summary>Who is in the live session and fits the filter (of <see cref="QuerySchema.Participants"/>), those who joined first.</summary>
    [Alias("QueryParticipants"), AlwaysInterleave]
    Task<Outcome<ParticipantPage>> QueryParticipantsAsync(Filter filter, int limit, CancellationToken cancellationToken);

    /// <summary>Changes what is given; frame recording settings reach a running recording at its next tick.</summary>
    [Alias("Update")]
    Task<Outcome<CallState>> UpdateAsync(CallUpdate request, CancellationToken cancellationToken);

    /// <summary>Adds, changes and removes members; repeat-safe.</summary>
    [Alias("UpdateMembers")]
    Task<Outcome<CallState>> UpdateMembersAsync(MembersUpdate request, CancellationToken cancellationToken);

    /// <summary>What the actor may do in the call by the grants of its type as they are now; a refusal when it may not do what it asks for.</summary>
    /// <remarks>
    /// Not found for a call that was never made, unless the request <see cref="RightsRequest.Creates"/>. Known from then on: the user of an actor who
    /// may, made with role <c>user</c> when it was never upserted.
    /// </remarks>
    [Alias("Rights"), AlwaysInterleave]
    Task<Outcome<CallRights>> RightsAsync(RightsRequest request, CancellationToken cancellationToken);

    /// <summary>A media server says who is in the call, with which tracks. Opens the session if there is none; repeat-safe.</summary>
    [Alias("PutParticipant")]
    Task<Outcome<CallState>> PutParticipantAsync(ParticipantRequest request, CancellationToken cancellationToken);

    /// <summary>The participant left. The session ends <c>session.inactivity_timeout_seconds</c> after the last one.</summary>
    [Alias("RemoveParticipant")]
    Task<Outcome<CallState>> RemoveParticipantAsync(string userSessionId, CancellationToken cancellationToken);

    /// <summary>Starts frame recording: one write, then the answer; tracks follow in the background.</summary>
    [Alias("StartFrameRecording")]
    Task<Refusal?> StartFrameRecordingAsync(StartFrameRecording request, CancellationToken cancellationToken);

    [Alias("StopFrameRecording")]
    Task<Refusal?> StopFrameRecordingAsync(CancellationToken cancellationToken);

    /// <summary>All of a user's connections leave the call, with reason <c>kicked</c>; nothing keeps the user from coming back unless the request blocks it too.</summary>
    [Alias("KickUser")]
    Task<Outcome<CallState>> KickUserAsync(KickUser request, CancellationToken cancellationToken);

    /// <summary>The user leaves the call and may not come in until it is unblocked. Repeat-safe.</summary>
    /// <param name="byId">Who does it; null when a server does it of its own.</param>
    [Alias("BlockUser")]
    Task<Outcome<CallState>> BlockUserAsync(string userId, string? byId, CancellationToken cancellationToken);

    [Alias("UnblockUser")]
    Task<Outcome<CallState>> UnblockUserAsync(string userId, CancellationToken cancellationToken);

    /// <summary>Mutes tracks. Each stays so until the media server has put it muted and then not, or has unpublished it and published it again.</summary>
    [Alias("MuteUsers")]
    Task<Outcome<CallState>> MuteUsersAsync(MuteUsers request, CancellationToken cancellationToken);

    /// <summary>Gives permissions to a user in this call, or takes them, whatever the grants say. Repeat-safe.</summary>
    [Alias("UpdateUserPermissions")]
    Task<Outcome<CallState>> UpdateUserPermissionsAsync(UserPermissionsUpdate request, CancellationToken cancellationToken);

    /// <summary>The call leaves backstage. Repeat-safe.</summary>
    [Alias("GoLive")]
    Task<Outcome<CallState>> GoLiveAsync(CancellationToken cancellationToken);

    /// <summary>The call goes back to backstage, if its settings have one. Repeat-safe.</summary>
    [Alias("StopLive")]
    Task<Outcome<CallState>> StopLiveAsync(CancellationToken cancellationToken);

    /// <summary>Tells an event of the app's own. Every request is one more event.</summary>
    [Alias("SendEvent")]
    Task<Outcome<CallState>> SendEventAsync(CustomEvent request, CancellationToken cancellationToken);

    /// <summary>Ends the call for good: everybody leaves, recording and session end, nobody comes in again. Repeat-safe.</summary>
    /// <param name="byId">Who does it; null when a server does it of its own.</param>
    [Alias("End")]
    Task<Outcome<CallState>> EndAsync(string? byId, CancellationToken cancellationToken);

    /// <summary>Ends the call as <see cref="EndAsync"/> does, and from then on it is not found. Answers it as it was at the end.</summary>
    /// <param name="hard">Erases what is stored of the call, which frees its id; also of a call that was deleted before. What was recorded stays until its retention is over.</param>
    [Alias("Delete")]
    Task<Outcome<CallState>> DeleteAsync(bool hard, CancellationToken cancellationToken);

    /// <summary>A capture grain tells of a change: whether its track can be captured, whether its source can be reached. Never called per frame.</summary>
    [Alias("Report"), AlwaysInterleave]
    Task ReportAsync(TrackReport report);

    /// <summary>The sweeper found tracks of this call without a beat: those that still belong to the running egress start again.</summary>
    [Alias("Revive")]
    Task ReviveAsync(string egressId, IReadOnlyList<string> trackKeys, CancellationToken cancellationToken);
}
