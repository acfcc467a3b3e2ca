using OrleansFrames.Ledger;

namespace OrleansFrames.Capture;

/// <summary>Makes the rows of ticks.</summary>
public static class TickRows
{
    /// <summary>The row of a tick with an outcome that is no picture.</summary>
    public static TickRow Of(CaptureSpec spec, long tick, DateTimeOffset dueAt, TickOutcome outcome, FailureReason? reason = null, string? detail = null)
        => new(spec.EgressId, spec.TrackKey, tick, spec.App, spec.CallCid, spec.UserId, spec.UserSessionId, spec.TrackType, dueAt, outcome)
        {
            Reason = reason,
            Detail = detail,
        };

    /// <summary>Provisional rows for the ticks that were due while nobody captured the track.</summary>
    /// <param name="first">The first of them.</param>
    /// <param name="end">One past the last.</param>
    public static IReadOnlyList<TickRow> Lost(CaptureSpec spec, Cadence cadence, long first, long end)
        => [.. Range(first, end).Select(tick => Of(spec, tick, cadence.DueAt(tick), TickOutcome.Failed, FailureReason.SiloLost) with { Provisional = true })];

    /// <summary>Whether it is the service's own fault that the tick has no picture: store, worker or ledger.</summary>
    public static bool IsOwnFault(this TickRow row) => row.Outcome == TickOutcome.Failed
        && row.Reason is FailureReason.Store or FailureReason.Ledger or FailureReason.WorkerLost or FailureReason.SpoolFull;

    /// <summary>Whether the tick found that its source cannot be reached (true), found it there (false), or says nothing about it (null).</summary>
    public static bool? IsUnreached(this TickRow row) => row switch
    {
        { Outcome: TickOutcome.Overload } => null,
        { Outcome: not TickOutcome.Failed } => false,
        { Reason: FailureReason.Ledger or FailureReason.WorkerLost or FailureReason.SiloLost or FailureReason.SpoolFull } => null,
        _ => row.Reason is FailureReason.Refused or FailureReason.Auth or FailureReason.NotFound or FailureReason.Dns or FailureReason.Timeout
            or FailureReason.Stalled,
    };

    private static IEnumerable<long> Range(long first, long end)
    {
        for (var tick = first; tick < end; tick++)
        {
            yield return tick;
        }
    }
}
