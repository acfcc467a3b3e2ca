using System.Diagnostics.Metrics;
using Microsoft.Extensions.Options;
using OrleansFrames.Capture;

namespace OrleansFrames.Silo.Capture.Workers;

/// <summary>Takes stills by worker processes: starts as many as the tracks need, and asks them for no more than the machine can do.</summary>
internal sealed class WorkerPool : IFrameGrabber, IHostedService, IAsyncDisposable
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    private readonly CaptureWorkerOptions _options;
    private readonly WorkerInstruments _instruments;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private readonly RunningWorker?[] _workers;
    private readonly TrackAssignments _assignments;
    private readonly FairAdmission _admission;
    private readonly CpuBudget _budget;
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<Task> _running = [];
    private bool _disposed;

    public WorkerPool(IOptions<CaptureWorkerOptions> options, WorkerInstruments instruments, ILogger<WorkerPool> logger, TimeProvider time)
    {
        (_options, _instruments, _logger, _time) = (options.Value, instruments, logger, time);
        _workers = new RunningWorker?[_options.Count];
        _assignments = new TrackAssignments(_options.Count, Room, time);
        _admission = new FairAdmission(time);
        _budget = new CpuBudget(Environment.ProcessorCount, _options.CpuLimitPercent);
        instruments.Watch(CountWorkers, Sums, () => (_budget.Capacity, _admission.Demand, _admission.Share));
    }

    /// <summary>Process ids of the workers that run.</summary>
    public IReadOnlyList<int> ProcessIds => [.. Supervisors().Select(worker => worker.ProcessId).OfType<int>()];

    public IReadOnlyList<int> ProcessIdsOf(WorkerKind kind) =>
        [.. Supervisors().Where(worker => worker.Kind == kind).Select(worker => worker.ProcessId).OfType<int>()];

    public Task StartAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            Run(0);
            _running.Add(BeatAsync());
        }

        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        Task ended;
        lock (_gate)
        {
            ended = Task.WhenAll([.. _running]);
        }

        await ended.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public async Task<GrabResult> GrabAsync(GrabRequest request, CancellationToken cancellationToken)
    {
        if (request.Budget <= TimeSpan.Zero)
        {
            return new GrabResult(TickOutcome.Overload, null, "no time is left for the tick");
        }

        if (Place(request) is not { } worker)
        {
            return new GrabResult(
                TickOutcome.Overload, null, $"all {_options.Count} capture workers play as many tracks as they take; raise CaptureWorker:Count or start more silos");
        }

        if (!_admission.Admit(request.TrackKey, request.Interval))
        {
            _instruments.Refused();

            // Its turn comes: until then the worker keeps the connection.
            _ = worker.WatchAsync(request, CancellationToken.None);
            return new GrabResult(TickOutcome.Overload, null, $"the machine is at its capacity: each track gets {_admission.Share:P0} of its ticks");
        }

        _instruments.GrabBegins();
        try
        {
            var result = await worker.GrabAsync(request, cancellationToken);
            if (result.Cost > TimeSpan.Zero)
            {
                _admission.Observe(request.TrackKey, result.Cost);
                _instruments.Cost(result.Picture?.Mode ?? "none", result.Cost);
            }

            return result;
        }
        finally
        {
            _instruments.GrabEnds();
        }
    }

    public Task WatchAsync(GrabRequest request, CancellationToken cancellationToken) => Place(request) is { } worker
        ? worker.WatchAsync(request, cancellationToken)
        : Task.CompletedTask;

    public Task ReleaseAsync(string trackKey, CancellationToken cancellationToken)
    {
        _admission.Forget(trackKey);
        lock (_gate)
        {
            return _assignments.Release(trackKey) is { } worker && _workers[worker] is { } running
                ? running.Supervisor.ReleaseAsync(trackKey)
                : Task.CompletedTask;
        }
    }

    /// <summary>Registered as a service and as a hosted one, the container disposes of it more than once.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!Interlocked.Exchange(ref _disposed, true))
        {
            await StopAsync(CancellationToken.None);
            _stopping.Dispose();
        }
    }

    private int Room(WorkerKind kind) => kind == WorkerKind.LibVlc ? _options.LibVlcTracksPerWorker : _options.TracksPerWorker;

    private WorkerSupervisor? Place(GrabRequest request)
    {
        lock (_gate)
        {
            var worker = _assignments.Assign(request, out var dropped);
            if (dropped is { } track)
            {
                _ = _workers[track.Worker]?.Supervisor.ReleaseAsync(track.TrackKey);
            }

            return worker is { } place ? Run(place) : null;
        }
    }

    private WorkerSupervisor Run(int place)
    {
        if (_workers[place] is not { } running)
        {
            _workers[place] = running = new RunningWorker(new(_options, _assignments.KindOf(place)!.Value, _instruments, _logger, _time), _stopping.Token);
            _running.Add(running.Ended);
        }

        return running.Supervisor;
    }

    private List<WorkerSupervisor> Supervisors()
    {
        lock (_gate)
        {
            return [.. _workers.OfType<RunningWorker>().Select(running => running.Supervisor)];
        }
    }

    private IEnumerable<Measurement<long>> CountWorkers() => Supervisors()
        .Where(worker => worker.ProcessId is not null)
        .GroupBy(worker => worker.Kind)
        .Select(kind => new Measurement<long>(kind.Count(), new KeyValuePair<string, object?>("kind", kind.Key.Name())));

    private (long Tracks, long Threads) Sums()
    {
        var reports = Supervisors().Select(worker => worker.Report).ToList();
        return (reports.Sum(report => report?.Tracks ?? 0), reports.Sum(report => report?.Threads ?? 0));
    }

    /// <summary>Plans the next second from what the last one took, and ends workers that nobody needs.</summary>
    private async Task BeatAsync()
    {
        using var timer = new PeriodicTimer(Beat, _time);
        var (last, silo) = (_time.GetTimestamp(), Environment.CpuUsage.TotalTime);
        while (await timer.WaitForNextTickAsync(_stopping.Token))
        {
            var (now, siloNow) = (_time.GetTimestamp(), Environment.CpuUsage.TotalTime);
            var use = Supervisors().Aggregate(default(WorkerUse), (sum, worker) => sum + worker.TakeUse());
            _budget.Observe(_time.GetElapsedTime(last, now), siloNow - silo, use.Cpu, use.PictureCpu, use.LongestWait);
            _admission.Plan(_budget.Capacity);
            (last, silo) = (now, siloNow);
            EndIdle();
        }
    }

    private void EndIdle()
    {
        lock (_gate)
        {
            _running.RemoveAll(task => task.IsCompleted);
            foreach (var place in _assignments.CloseIdle())
            {
                _workers[place]?.End();
                _workers[place] = null;
            }
        }
    }
}
