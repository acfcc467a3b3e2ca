using OrleansFrames.Capture;

namespace OrleansFrames.Calls;

/// <summary>What the tracks of a recording are, for the grains that capture them.</summary>
internal static class CaptureSpecs
{
    /// <summary>The specs of all tracks that the recording captures now.</summary>
    public static IReadOnlyList<CaptureSpec> Of(CallBook book, string app, string cid)
        => book is { Egress: { } egress, Session: { } session } && book.IsOn() && session.Id == egress.SessionId
            ? [.. session.Participants.SelectMany(participant => participant.Tracks.Select(track => Of(egress, app, cid, participant, track)))]
            : [];

    public static CaptureSpec Of(CallEgress egress, string app, string cid, CallParticipant participant, CallTrack track) => new(
        app,
        cid,
        egress.SessionId,
        egress.EgressId,
        TrackKeys.Of(participant.UserId, participant.UserSessionId, track.TrackType),
        participant.UserId,
        participant.UserSessionId,
        track.TrackType,
        track.SourceFor(egress.Segments[^1].ShortSide),
        track.IsMuted(),
        egress.Segments,
        track.PublishedAt > egress.StartedAt ? track.PublishedAt : egress.StartedAt,
        egress.Storage);

    /// <summary>Equality by content: a record compares its list of segments by reference.</summary>
    public static bool Same(CaptureSpec one, CaptureSpec other)
        => one with { Segments = other.Segments } == other && one.Segments.SequenceEqual(other.Segments);
}
