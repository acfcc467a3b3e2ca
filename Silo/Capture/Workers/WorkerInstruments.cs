using System.Diagnostics.Metrics;
using OrleansFrames.Capture.Protocol;

namespace OrleansFrames.Silo.Capture.Workers;

/// <summary>Metrics of the capture workers, meter <c>OrleansFrames.CaptureWorkers</c>.</summary>
internal sealed class WorkerInstruments
{
    public const string MeterName = "OrleansFrames.CaptureWorkers";

    private readonly Meter _meter;
    private readonly Counter<long> _starts;
    private readonly Counter<long> _losses;
    private readonly Counter<long> _hangs;
    private readonly Counter<long> _refusals;
    private readonly Counter<double> _cpu;
    private readonly Counter<double> _pictureCpu;
    private readonly Counter<long> _faults;
    private readonly Counter<long> _keyFramesAsked;
    private readonly UpDownCounter<long> _grabs;
    private readonly Histogram<double> _cost;

    public WorkerInstruments(IMeterFactory meters)
    {
        _meter = meters.Create(MeterName);
        _starts = _meter.CreateCounter<long>("frames.capture_worker.starts", description: "Workers started");
        _losses = _meter.CreateCounter<long>("frames.capture_worker.losses", description: "Workers that ended without being told to");
        _hangs = _meter.CreateCounter<long>("frames.capture_worker.hangs", description: "Workers that were killed because they, or a decoder, hung");
        _refusals = _meter.CreateCounter<long>("frames.capture_worker.refusals", description: "Ticks refused because the machine is at its capacity");
        _cpu = _meter.CreateCounter<double>("frames.capture_worker.cpu", "s", "Processor time of the workers");
        _pictureCpu = _meter.CreateCounter<double>("frames.capture_worker.picture_cpu", "s", "Of it, decoding and encoding");
        _faults = _meter.CreateCounter<long>("frames.capture_worker.faults", description: "Grabs that ended with an exception nobody foresaw");
        _keyFramesAsked = _meter.CreateCounter<long>("frames.capture_worker.key_frames_asked", description: "Key frames that sources were asked for");
        _grabs = _meter.CreateUpDownCounter<long>("frames.capture_worker.grabs", description: "Grabs under way");
        _cost = _meter.CreateHistogram<double>("frames.capture_worker.picture_cost", "s", "Processor time of one picture, by the way it was decoded");
    }

    /// <summary>What is read when somebody asks for the metrics.</summary>
    public void Watch(Func<IEnumerable<Measurement<long>>> workers, Func<(long Tracks, long Threads)> sums, Func<(double Capacity, double Demand, double Share)> plan)
    {
        _meter.CreateObservableGauge("frames.capture_worker.workers", workers, description: "Workers that run");
        _meter.CreateObservableGauge("frames.capture_worker.tracks", () => sums().Tracks, description: "Tracks that the workers hold");
        _meter.CreateObservableGauge("frames.capture_worker.threads", () => sums().Threads, description: "Threads of the workers");
        _meter.CreateObservableGauge("frames.capture_worker.capacity", () => plan().Capacity, description: "Processor seconds a second that there are for pictures");
        _meter.CreateObservableGauge("frames.capture_worker.demand", () => plan().Demand, description: "Processor seconds a second that all ticks would take");
        _meter.CreateObservableGauge("frames.capture_worker.share", () => plan().Share, description: "Share of its ticks that each track gets");
    }

    public void WorkerStarted() => _starts.Add(1);

    public void WorkerLost() => _losses.Add(1);

    public void WorkerHung() => _hangs.Add(1);

    public void Refused() => _refusals.Add(1);

    public void GrabBegins() => _grabs.Add(1);

    public void GrabEnds() => _grabs.Add(-1);

    public void Cost(string mode, TimeSpan cpu) => _cost.Record(cpu.TotalSeconds, new KeyValuePair<string, object?>("mode", mode));

    /// <summary>What a worker did since its report before; null for its first.</summary>
    public void Reported(WorkerReport? before, WorkerReport now)
    {
        if (ReferenceEquals(before, now))
        {
            return;
        }

        _cpu.Add((now.Cpu - (before?.Cpu ?? default)).TotalSeconds);
        _pictureCpu.Add((now.PictureCpu - (before?.PictureCpu ?? default)).TotalSeconds);
        _faults.Add(now.Faults - (before?.Faults ?? 0));
        _keyFramesAsked.Add(now.KeyFramesAsked - (before?.KeyFramesAsked ?? 0));
    }
}
