using System.Text.Json.Serialization;
using OrleansFrames.Capture;

namespace OrleansFrames.EndToEnd.Tests.Hosts;

/// <summary>A tick as the API tells it.</summary>
internal sealed record Tick(
    string TrackKey,
    [property: JsonPropertyName("tick")] long Number,
    string UserId,
    TrackType TrackType,
    DateTimeOffset DueAt,
    TickOutcome Outcome,
    FailureReason? Reason,
    string? Detail,
    DateTimeOffset? CapturedAt,
    Guid? EventId,
    string? Sha256,
    int? Width,
    int? Height,
    string? Url);

/// <summary>A recording as the API tells it.</summary>
internal sealed record Egress(string EgressId, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, string Status, IReadOnlyList<CadenceSegment> Segments);
