using System.Diagnostics.Metrics;
using OrleansFrames.Capture;
using OrleansFrames.Ledger;

namespace OrleansFrames.Silo.Capture;

/// <summary>The metrics of capture. Tags have few values; ids go to the ledger.</summary>
internal sealed class CaptureInstruments
{
    public const string MeterName = "OrleansFrames.Capture";

    private readonly TickCoverage _coverage;
    private readonly PictureAges _ages;
    private readonly Counter<long> _ticks;
    private readonly Counter<long> _pictures;
    private readonly Histogram<double> _started;
    private readonly Histogram<double> _settled;
    private readonly Histogram<double> _age;

    public CaptureInstruments(IMeterFactory meters, TimeProvider clock)
    {
        (_coverage, _ages) = (new(clock), new(clock));
        var meter = meters.Create(MeterName);
        _ticks = meter.CreateCounter<long>("orleansframes.ticks", "{tick}", "Ticks by outcome.");
        _pictures = meter.CreateCounter<long>("orleansframes.pictures", "{picture}", "Pictures by the way they were decoded and by the clock of their time.");
        _started = meter.CreateHistogram<double>("orleansframes.tick.started", "s", "From a tick's due time to its start.");
        _settled = meter.CreateHistogram<double>("orleansframes.tick.settled", "s", "From a tick's due time to its durable row.");
        _age = meter.CreateHistogram<double>("orleansframes.picture.lag", "s", "From a picture's time to its durable row.");
        meter.CreateObservableGauge(
            "orleansframes.coverage", () => _coverage.Share, null, "Share of the last minute's ticks, but for muted ones, that gave a picture.");
        meter.CreateObservableGauge("orleansframes.picture.age", Ages, "s", "Age of the tracks' newest pictures.");
    }

    public void Started(TimeSpan late) => _started.Record(late.TotalSeconds);

    public void Ticked(TickRow row, TimeSpan settledAfter, DateTimeOffset now)
    {
        _ticks.Add(1, new("outcome", OutcomeNames.Spoken(row.Outcome, row.Reason)), new("track_type", row.TrackType.WireName()));
        _settled.Record(settledAfter.TotalSeconds);
        if (row.Outcome != TickOutcome.Muted)
        {
            _coverage.Count(row.Outcome == TickOutcome.Captured);
        }

        if (row is { Outcome: TickOutcome.Captured, CapturedAt: { } capturedAt })
        {
            _pictures.Add(1, new("mode", row.Mode), new("clock", row.Clock));
            _age.Record((now - capturedAt).TotalSeconds);
            _ages.Captured(new(row.EgressId, row.TrackKey), capturedAt);
        }
    }

    /// <summary>The track is captured here no more.</summary>
    public void Forget(TrackRef track) => _ages.Forget(track);

    private IEnumerable<Measurement<double>> Ages() => _ages.Read() is { } ages
        ? [new(ages.Greatest, new KeyValuePair<string, object?>("of", "oldest")), new(ages.Middle, new KeyValuePair<string, object?>("of", "median"))]
        : [];
}
