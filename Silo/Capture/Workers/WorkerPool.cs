using Microsoft.Extensions.Options;
using OrleansFrames.Capture;

namespace OrleansFrames.Silo.Capture.Workers;

/// <summary>Takes stills by worker processes.</summary>
internal sealed class WorkerPool : IFrameGrabber, IHostedService, IAsyncDisposable
{
    private readonly CaptureWorkerOptions _options;
    private readonly WorkerInstruments _instruments;
    private readonly WorkerSupervisor[] _workers;
    private readonly TrackAssignments _assignments;
    private readonly CancellationTokenSource _stopping = new();
    private Task _running = Task.CompletedTask;
    private bool _disposed;

    public WorkerPool(IOptions<CaptureWorkerOptions> options, WorkerInstruments instruments, ILogger<WorkerPool> logger, TimeProvider time)
    {
        _options = options.Value;
        _instruments = instruments;
        _workers = [.. Enumerable.Range(0, _options.Count).Select(_ => new WorkerSupervisor(_options, instruments, logger, time))];
        _assignments = new TrackAssignments(_options.Count, _options.TracksPerWorker, time);
    }

    /// <summary>Process ids of the workers that run.</summary>
    public IReadOnlyList<int> ProcessIds => [.. _workers.Select(worker => worker.ProcessId).OfType<int>()];

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _running = Task.WhenAll(_workers.Select(worker => worker.RunAsync(_stopping.Token)));
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await _running.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public async Task<GrabResult> GrabAsync(GrabRequest request, CancellationToken cancellationToken)
    {
        if (request.Budget <= TimeSpan.Zero)
        {
            return new GrabResult(TickOutcome.Overload, null, "no time is left for the tick");
        }

        if (_assignments.Assign(request) is not { } worker)
        {
            return new GrabResult(TickOutcome.Overload, null, $"every capture worker plays {_options.TracksPerWorker} tracks already; start more workers or silos");
        }

        _instruments.GrabBegins();
        try
        {
            return await _workers[worker].GrabAsync(request, cancellationToken);
        }
        finally
        {
            _instruments.GrabEnds();
        }
    }

    public Task WatchAsync(GrabRequest request, CancellationToken cancellationToken) => _assignments.Assign(request) is { } worker
        ? _workers[worker].WatchAsync(request, cancellationToken)
        : Task.CompletedTask;

    public Task ReleaseAsync(string trackKey, CancellationToken cancellationToken) => _assignments.Release(trackKey) is { } worker
        ? _workers[worker].ReleaseAsync(trackKey)
        : Task.CompletedTask;

    /// <summary>Registered as a service and as a hosted one, the container disposes of it more than once.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!Interlocked.Exchange(ref _disposed, true))
        {
            await StopAsync(CancellationToken.None);
            _stopping.Dispose();
        }
    }
}
