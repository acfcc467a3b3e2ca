namespace OrleansFrames.Capture;

/// <summary>All that a capture grain needs to know of its track.</summary>
/// <param name="Segments">The cadence of the egress, oldest first.</param>
/// <param name="PublishedAt">Ticks due earlier are not this track's.</param>
/// <param name="Storage">Name of the external storage, or empty for the built-in store.</param>
[GenerateSerializer, Immutable, Alias("frames.CaptureSpec")]
public sealed record CaptureSpec(
    [property: Id(0)] string App,
    [property: Id(1)] string CallCid,
    [property: Id(2)] string SessionId,
    [property: Id(3)] string EgressId,
    [property: Id(4)] string TrackKey,
    [property: Id(5)] string UserId,
    [property: Id(6)] string UserSessionId,
    [property: Id(7)] TrackType TrackType,
    [property: Id(8)] TrackSource Source,
    [property: Id(9)] bool Muted,
    [property: Id(10)] IReadOnlyList<CadenceSegment> Segments,
    [property: Id(11)] DateTimeOffset PublishedAt,
    [property: Id(12)] string Storage);

/// <summary>A stretch of ticks with one interval, one quality and one format.</summary>
/// <param name="FirstTick">The first tick of the stretch; tick numbers only rise.</param>
/// <param name="StartsAt">When that tick is due, before the track's stagger.</param>
/// <param name="IntervalSeconds">2 to 60.</param>
/// <param name="ShortSide">The quality: shorter side of the picture in pixels.</param>
/// <param name="Format">How the pictures are encoded.</param>
[GenerateSerializer, Immutable, Alias("frames.CadenceSegment")]
public sealed record CadenceSegment(
    [property: Id(0)] long FirstTick,
    [property: Id(1)] DateTimeOffset StartsAt,
    [property: Id(2)] int IntervalSeconds,
    [property: Id(3)] int ShortSide,
    [property: Id(4)] PictureFormat Format = PictureFormat.Jpeg);

/// <summary>A change of what a track yields, for its call.</summary>
/// <param name="Blocked">True after three intervals in which store, worker or ledger let nothing of the track be captured; false when it is captured again.</param>
/// <param name="UnreachableSince">Since when its source could not be reached, if two ticks or more have found that; null when it is reached.</param>
[GenerateSerializer, Immutable, Alias("frames.TrackReport")]
public sealed record TrackReport(
    [property: Id(0)] string EgressId,
    [property: Id(1)] string TrackKey,
    [property: Id(2)] bool Running,
    [property: Id(3)] bool Blocked,
    [property: Id(4)] FailureReason? Reason,
    [property: Id(5)] DateTimeOffset? UnreachableSince = null);
