using System.Diagnostics.Metrics;

namespace OrleansFrames.Silo.Capture.Workers;

/// <summary>Metrics of the capture workers, meter <c>OrleansFrames.CaptureWorkers</c>.</summary>
internal sealed class WorkerInstruments
{
    private readonly Counter<long> _starts;
    private readonly Counter<long> _losses;
    private readonly UpDownCounter<long> _grabs;

    public WorkerInstruments(IMeterFactory meters)
    {
        var meter = meters.Create("OrleansFrames.CaptureWorkers");
        _starts = meter.CreateCounter<long>("frames.capture_worker.starts", description: "Workers started");
        _losses = meter.CreateCounter<long>("frames.capture_worker.losses", description: "Workers that ended without being told to");
        _grabs = meter.CreateUpDownCounter<long>("frames.capture_worker.grabs", description: "Grabs under way");
    }

    public void WorkerStarted() => _starts.Add(1);

    public void WorkerLost() => _losses.Add(1);

    public void GrabBegins() => _grabs.Add(1);

    public void GrabEnds() => _grabs.Add(-1);
}
