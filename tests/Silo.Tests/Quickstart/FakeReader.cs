using System.Globalization;
using OrleansFrames.Capture;
using OrleansFrames.Ledger;

namespace OrleansFrames.Silo.Tests.Quickstart;

/// <summary>A ledger of a call that the test writes, read as the ledger's grain reads it.</summary>
internal sealed class FakeReader
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public List<TickRow> Ticks { get; } = [];

    public List<EventRow> Events { get; } = [];

    /// <summary>Thrown at the next question.</summary>
    public Exception? Fault { get; set; }

    public void AddTo(GrainTable grains) => grains.Add<ILedgerReaderGrain>("ledger", Answer);

    public void Add(string user, long tick, double due, TickOutcome outcome, FailureReason? reason = null, string? detail = null, string egress = "e1")
        => Ticks.Add(new(egress, $"camera-{user}", tick, "app", "default:c1", user, user, TrackType.Video, Noon.AddSeconds(due), outcome)
        {
            Reason = reason,
            Detail = detail,
            CapturedAt = outcome == TickOutcome.Captured ? Noon.AddSeconds(due + 0.125) : null,
            StoredAt = outcome == TickOutcome.Captured ? Noon.AddSeconds(due + 0.25) : null,
            Width = 1280,
            Height = 720,
            Bytes = 40 * 1024,
        });

    public void AddEvent(long seq, double made, string cid = "default:c1")
        => Events.Add(new(Guid.NewGuid(), "app", seq, cid, "call.frame_recording_ready", Noon.AddSeconds(made), "{}"));

    private Task Answer(string method, object?[] arguments)
    {
        if (Fault is { } fault)
        {
            Fault = null;
            throw fault;
        }

        return method == nameof(ILedgerReaderGrain.EventsAsync)
            ? Task.FromResult<IReadOnlyList<EventRow>>([.. Events.Where(row => row.Seq > (long)arguments[1]!).Take((int)arguments[2]!)])
            : Task.FromResult<Outcome<TickViewPage>>(Page((TickQuery)arguments[0]!));
    }

    private TickViewPage Page(TickQuery query)
    {
        Assert.Equal(("app", "default:c1"), (query.App, query.CallCid));
        var rows = Ticks.Where(row => !query.CapturedOnly || row.Outcome == TickOutcome.Captured).OrderByDescending(row => row.DueAt).ToList();
        if (query.LatestOnly)
        {
            rows = [.. rows.GroupBy(row => (row.EgressId, row.TrackKey)).Select(track => track.First())];
        }

        var start = query.Next is null ? 0 : int.Parse(query.Next, CultureInfo.InvariantCulture);
        var end = start + query.Limit;
        return new(
            [.. rows.Skip(start).Take(query.Limit).Select(row => new TickView(row, $"http://x/{row.UserId}/{row.Tick}"))],
            end < rows.Count ? end.ToString(CultureInfo.InvariantCulture) : null);
    }
}
