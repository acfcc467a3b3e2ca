using System.Diagnostics.Metrics;
using OrleansFrames.Capture;
using OrleansFrames.Ledger;

namespace OrleansFrames.Silo.Capture;

/// <summary>The metrics of capture. Tags have few values; ids go to the ledger.</summary>
internal sealed class CaptureInstruments
{
    public const string MeterName = "OrleansFrames.Capture";

    private readonly Counter<long> _ticks;
    private readonly Histogram<double> _lateness;

    public CaptureInstruments(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _ticks = meter.CreateCounter<long>("orleansframes.ticks", "{tick}", "Ticks by outcome.");
        _lateness = meter.CreateHistogram<double>("orleansframes.tick.settled", "s", "From a tick's due time to its durable row.");
    }

    public void Ticked(TickRow row, TimeSpan settledAfter)
    {
        _ticks.Add(1, new("outcome", OutcomeNames.Spoken(row.Outcome, row.Reason)), new("track_type", row.TrackType.WireName()));
        _lateness.Record(settledAfter.TotalSeconds);
    }
}
