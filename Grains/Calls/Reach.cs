using OrleansFrames.CallTypes;
using OrleansFrames.Capture;

namespace OrleansFrames.Calls;

/// <summary>Participants who leave because nothing of them can be reached. Known only while a recording reads their tracks.</summary>
internal static class Reach
{
    /// <param name="unreachable">Track key to when the track was first found unreachable, for those that are.</param>
    public static IReadOnlyList<CallParticipant> Lost(CallBook book, IReadOnlyDictionary<string, DateTimeOffset> unreachable, DateTimeOffset now)
        => [.. (book.LiveSession()?.Participants ?? []).Where(participant => LeavesAt(book, participant, unreachable) <= now)];

    public static DateTimeOffset? NextDeadline(CallBook book, IReadOnlyDictionary<string, DateTimeOffset> unreachable)
        => (book.LiveSession()?.Participants ?? []).Min(participant => LeavesAt(book, participant, unreachable));

    /// <summary>When the participant leaves by itself; null while one of its unmuted tracks can be reached, or there is none.</summary>
    public static DateTimeOffset? LeavesAt(CallBook book, CallParticipant participant, IReadOnlyDictionary<string, DateTimeOffset> unreachable)
    {
        var since = participant.Tracks.Where(track => !track.IsMuted()).Select(track => Since(participant, track, unreachable)).ToList();
        return since.Count == 0 || since.Contains(null) ? null : since.Max() + CallSettings.InactivityTimeout(book.Settings);
    }

    // What was found of another source, or before the track was there, does not count.
    private static DateTimeOffset? Since(CallParticipant participant, CallTrack track, IReadOnlyDictionary<string, DateTimeOffset> unreachable)
    {
        var key = TrackKeys.Of(participant.UserId, participant.UserSessionId, track.TrackType);
        var put = track.ReplacedAt ?? track.PublishedAt;
        return unreachable.TryGetValue(key, out var found) ? found > put ? found : put : null;
    }
}
