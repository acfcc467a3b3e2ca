using OrleansFrames.Capture;
using OrleansFrames.Ledger;
using OrleansFrames.Storage;

namespace OrleansFrames.Api.Endpoints;

/// <summary>Answer of <c>GET .../frames</c>: pictures, the newest first.</summary>
/// <param name="Next">Give it as <c>next</c> for the page after; left out on the last.</param>
internal sealed record FramesAnswer(IReadOnlyList<TickAnswer> Frames, string? Next);

/// <summary>Answer of <c>GET .../ledger</c>: every due tick with what became of it, and the account of the whole call.</summary>
/// <param name="Ticks">Newest due time first.</param>
/// <param name="Next">Give it as <c>next</c> for the page after; left out on the last.</param>
/// <param name="Egresses">
/// The recordings, each with its segments: tick k is due at <c>starts_at + (k - first_tick) * interval_seconds</c> plus the track's stagger.
/// </param>
/// <param name="Outcomes">How many ticks of each recording and track had which outcome; a failed one reads <c>failed(reason)</c>. With <c>account=false</c> both
/// are left out.</param>
internal sealed record LedgerAnswer(
    IReadOnlyList<TickAnswer> Ticks, string? Next, IReadOnlyList<EgressRow>? Egresses, IReadOnlyList<OutcomeCount>? Outcomes)
{
    public static LedgerAnswer From(TickViewPage page, LedgerAccount? account, TicksRequest request) => new(
        [.. page.Rows.Select(TickAnswer.From)],
        page.Next,
        account?.Egresses.Where(egress => request.EgressId is null || egress.EgressId == request.EgressId).ToArray(),
        account?.Outcomes.Where(count => (request.EgressId is null || count.EgressId == request.EgressId)
            && (request.UserId is null || count.UserId == request.UserId)).ToArray());
}

/// <summary>A tick of a track: the ledger's row, with a signed URL when there is a picture. Members without a value are left out.</summary>
internal sealed record TickAnswer(string EgressId, string TrackKey, long Tick, TickOutcome Outcome)
{
    public required string App { get; init; }

    public required string CallCid { get; init; }

    public required string UserId { get; init; }

    /// <summary>The participant's connection; a user may have several.</summary>
    public required string UserSessionId { get; init; }

    /// <summary><c>TRACK_TYPE_VIDEO</c> or <c>TRACK_TYPE_SCREEN_SHARE</c>.</summary>
    public TrackType TrackType { get; init; }

    /// <summary>When the picture was to be taken.</summary>
    public DateTimeOffset DueAt { get; init; }

    /// <summary>Why, when the outcome is <c>failed</c>.</summary>
    public FailureReason? Reason { get; init; }

    /// <summary>One sentence for the operator.</summary>
    public string? Detail { get; init; }

    /// <summary>Filled in for a silo or worker that was lost; a real outcome may still replace it, once.</summary>
    public bool Provisional { get; init; }

    /// <summary>True when a real outcome replaced a provisional one.</summary>
    public bool Late { get; init; }

    /// <summary>How the picture was decoded: <c>key</c> or <c>forward</c>.</summary>
    public string? Mode { get; init; }

    /// <summary>Whose clock <c>captured_at</c> is: <c>arrival</c> or <c>sender</c>.</summary>
    public string? Clock { get; init; }

    public DateTimeOffset? CapturedAt { get; init; }

    public DateTimeOffset? StoredAt { get; init; }

    /// <summary>The ready event that announced the picture.</summary>
    public Guid? EventId { get; init; }

    /// <summary>The external storage that has the picture; left out for the built-in store.</summary>
    public string? Storage { get; init; }

    /// <summary>The picture's name in its store.</summary>
    public string? ObjectKey { get; init; }

    /// <summary>Size of the picture in bytes.</summary>
    public int? Bytes { get; init; }

    /// <summary>In pixels, as <see cref="Height"/>.</summary>
    public int? Width { get; init; }

    public int? Height { get; init; }

    /// <summary>Lower-case hex of the picture's SHA-256.</summary>
    public string? Sha256 { get; init; }

    /// <summary>Signed and absolute, made for this answer; left out when there is no picture or its retention is over.</summary>
    public string? Url { get; init; }

    public static TickAnswer From(TickView view)
    {
        var row = view.Row;
        PictureKey? picture = row.ObjectKey is { } key ? PictureKey.Parse(key) : null;
        return new(row.EgressId, row.TrackKey, row.Tick, row.Outcome)
        {
            App = row.App,
            CallCid = row.CallCid,
            UserId = row.UserId,
            UserSessionId = row.UserSessionId,
            TrackType = row.TrackType,
            DueAt = row.DueAt,
            Reason = row.Reason,
            Detail = row.Detail,
            Provisional = row.Provisional,
            Late = row.Late,
            Mode = row.Mode,
            Clock = row.Clock,
            CapturedAt = row.CapturedAt,
            StoredAt = row.StoredAt,
            EventId = row.EventId,
            Storage = picture is { IsBuiltIn: false } ? picture.Value.Storage : null,
            ObjectKey = picture?.Name,
            Bytes = row.Bytes,
            Width = row.Width,
            Height = row.Height,
            Sha256 = row.Sha256,
            Url = view.Url,
        };
    }
}
