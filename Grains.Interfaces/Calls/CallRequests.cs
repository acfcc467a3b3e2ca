using OrleansFrames.Capture;
using OrleansFrames.Json;
using OrleansFrames.Users;

namespace OrleansFrames.Calls;

/// <summary>The parts of GetStream's GetOrCreateCallRequest that count when the call is made.</summary>
/// <param name="CreatedById">The user who makes the call; made with role <c>user</c> if it was never upserted.</param>
/// <param name="CreatedBy">The same as an object, which upserts the user.</param>
/// <param name="Members">Of a user who is named twice, the last counts.</param>
/// <param name="SettingsOverride">Settings groups laid over the call type's.</param>
[GenerateSerializer, Immutable, Alias("frames.GetOrCreateCall")]
public sealed record GetOrCreateCall(
    [property: Id(0)] string? CreatedById,
    [property: Id(1)] UserRequest? CreatedBy,
    [property: Id(2)] IReadOnlyList<MemberRequest> Members,
    [property: Id(3)] RawJson? SettingsOverride,
    [property: Id(4)] RawJson? Custom,
    [property: Id(5)] DateTimeOffset? StartsAt,
    [property: Id(6)] string? Team);

/// <summary>GetStream's MemberRequest; a member added without a role is <c>call_member</c>.</summary>
[GenerateSerializer, Immutable, Alias("frames.MemberRequest")]
public sealed record MemberRequest([property: Id(0)] string UserId, [property: Id(1)] string? Role, [property: Id(2)] RawJson? Custom);

/// <summary>GetStream's UpdateCallMembersRequest.</summary>
/// <param name="Update">Members to add or change; a role or custom data that is null stays as it is.</param>
/// <param name="Remove">User ids; who is no member is passed over.</param>
[GenerateSerializer, Immutable, Alias("frames.MembersUpdate")]
public sealed record MembersUpdate(
    [property: Id(0)] IReadOnlyList<MemberRequest> Update,
    [property: Id(1)] IReadOnlyList<string> Remove);

/// <summary>GetStream's UpdateCallRequest.</summary>
[GenerateSerializer, Immutable, Alias("frames.CallUpdate")]
public sealed record CallUpdate(
    [property: Id(0)] RawJson? SettingsOverride,
    [property: Id(1)] RawJson? Custom,
    [property: Id(2)] DateTimeOffset? StartsAt);

/// <summary>A participant and all the tracks it publishes now; a track that is missing was unpublished.</summary>
/// <param name="UserSessionId">The participant's connection; a user may have several.</param>
/// <param name="Role">Role in the call; null takes the user's.</param>
/// <param name="TtlSeconds">The participant leaves by itself when it is not put again within that time; null means it stays.</param>
[GenerateSerializer, Immutable, Alias("frames.ParticipantRequest")]
public sealed record ParticipantRequest(
    [property: Id(0)] string UserSessionId,
    [property: Id(1)] string UserId,
    [property: Id(2)] string? Role,
    [property: Id(3)] int? TtlSeconds,
    [property: Id(4)] IReadOnlyList<PublishedTrack> Tracks);

/// <summary>A track; several of one type, each with its height, are layers of one picture, of which the smallest that serves is captured.</summary>
/// <param name="Muted">True while the participant has switched the track off: its ticks are <c>muted</c> and nothing is grabbed.</param>
[GenerateSerializer, Immutable, Alias("frames.PublishedTrack")]
public sealed record PublishedTrack(
    [property: Id(0)] TrackType TrackType,
    [property: Id(1)] TrackSource Source,
    [property: Id(2)] bool Muted);

/// <param name="ExternalStorage">Name of the storage of this recording; null takes the call type's, else the built-in store.</param>
[GenerateSerializer, Immutable, Alias("frames.StartFrameRecording")]
public sealed record StartFrameRecording([property: Id(0)] string? ExternalStorage);
