using System.ComponentModel;
using OrleansFrames.Capture;
using OrleansFrames.Capture.Protocol;

namespace OrleansFrames.Silo.Capture.Workers;

/// <summary>Keeps one worker running: starts it, listens to its heart, replaces it when it dies, hangs or grows too large.</summary>
internal sealed partial class WorkerSupervisor(
    CaptureWorkerOptions options, WorkerKind kind, WorkerInstruments instruments, ILogger logger, TimeProvider time)
{
    // A worker on a busy machine may be late without being hung; one that died is known at once, by its socket.
    private const int MissedBeats = 10;

    // Every picture has a deadline of a few seconds, which native code that hangs does not keep.
    private static readonly TimeSpan LongestJob = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(0.2);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Healthy = TimeSpan.FromSeconds(30);

    private volatile TaskCompletionSource<WorkerClient> _ready = NewReady();
    private volatile string? _startFailure;
    private volatile WorkerClient? _client;
    private (WorkerClient? Client, WorkerReport? Report) _counted;
    private bool _isFenced = options.Fence;
    private string? _toldFences;

    /// <summary>The process id of the running worker; null while there is none.</summary>
    public int? ProcessId { get; private set; }

    public WorkerKind Kind => kind;

    /// <summary>What the running worker said of itself last; null while there is none.</summary>
    public WorkerReport? Report => _client?.Report;

    /// <summary>What the worker used since this was asked last. For one caller.</summary>
    public WorkerUse TakeUse()
    {
        var client = _client;
        if (client?.Report is not { } report)
        {
            return default;
        }

        var before = _counted.Client == client ? _counted.Report : null;
        _counted = (client, report);
        instruments.Reported(before, report);
        return WorkerUse.Between(before, report);
    }

    public async Task<GrabResult> GrabAsync(GrabRequest request, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        if (!_ready.Task.IsCompleted && _startFailure is { } failure)
        {
            return GrabResult.Failed(FailureReason.WorkerLost, failure);
        }

        WorkerClient client;
        try
        {
            client = await _ready.Task.WaitAsync(request.Budget, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            return GrabResult.Failed(FailureReason.WorkerLost, _startFailure ?? "the capture worker is being started");
        }

        return await client.GrabAsync(request with { Budget = Left(request.Budget, start) }, cancellationToken);
    }

    public async Task WatchAsync(GrabRequest request, CancellationToken cancellationToken)
    {
        try
        {
            var client = await _ready.Task.WaitAsync(request.Budget, time, cancellationToken);
            await client.WatchAsync(request);
        }
        catch (TimeoutException)
        {
            // The first grab opens the track then.
        }
    }

    public Task ReleaseAsync(string trackKey) => _ready.Task is { IsCompletedSuccessfully: true } ready
        ? ReleaseAsync(ready, trackKey)
        : Task.CompletedTask;

    /// <summary>Runs one worker after the other until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var pause = FirstPause;
        while (!cancellationToken.IsCancellationRequested)
        {
            var start = time.GetTimestamp();
            try
            {
                await RunOnceAsync(cancellationToken);
            }
            catch (Exception failed) when (failed is IOException or Win32Exception or UnauthorizedAccessException)
            {
                _startFailure = failed.Message;
                LogNotStarted(logger, failed.Message);

                // It may be the fence that this host does not bear: the next start is the other way.
                _isFenced = options.Fence && !_isFenced;
            }

            pause = time.GetElapsedTime(start) >= Healthy ? FirstPause : pause;
            await Task.Delay(pause, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    private static TaskCompletionSource<WorkerClient> NewReady() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static async Task ReleaseAsync(Task<WorkerClient> ready, string trackKey) => await (await ready).ReleaseAsync(trackKey);

    private TimeSpan Left(TimeSpan budget, long start)
    {
        var left = budget - time.GetElapsedTime(start);
        return left > TimeSpan.Zero ? left : TimeSpan.FromMilliseconds(1);
    }

    private async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        await using var process = WorkerProcess.Start(options, kind, _isFenced, logger, time);
        var channel = await process.ConnectAsync(cancellationToken);
        instruments.WorkerStarted();
        LogStarted(logger, process.Id, kind.Name());
        TellFences(process.Fences);
        var client = new WorkerClient(channel, time);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var receiving = client.ReceiveAsync(ended.Token);
        var watching = WatchAsync(process, client, ended.Token);
        (_startFailure, ProcessId, _client) = (null, process.Id, client);
        _ready.SetResult(client);

        await Task.WhenAny(receiving, watching);
        _ready = NewReady();
        (ProcessId, _client) = (null, null);
        await ended.CancelAsync();
        await receiving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (cancellationToken.IsCancellationRequested)
        {
            client.Lose("the silo stops");
            return;
        }

        client.Lose("the capture worker was lost and is started again");
        instruments.WorkerLost();
        LogLost(logger, process.Id, await process.EndAsync());
    }

    /// <summary>Kills a worker that misses its beats or outgrows its memory; returns then.</summary>
    private async Task WatchAsync(WorkerProcess process, WorkerClient client, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Beat, time);
        var heard = client.Heard;
        var missed = 0;
        while (missed < MissedBeats)
        {
            _ = client.PingAsync();
            var sent = time.GetTimestamp();
            await timer.WaitForNextTickAsync(cancellationToken);

            // On a machine so busy that this very beat comes late, a worker that is late too is not to blame.
            var isStarved = time.GetElapsedTime(sent) > Beat * 1.5;
            missed = client.Heard != heard ? 0 : isStarved ? missed : missed + 1;
            heard = client.Heard;
            if (process.ResidentBytes() / (1024 * 1024) > options.MemoryLimitMegabytes)
            {
                LogTooLarge(logger, process.Id, options.MemoryLimitMegabytes);
                process.Kill();
                return;
            }

            if (!isStarved && client.Report?.LongestJob > LongestJob)
            {
                LogStuck(logger, process.Id, LongestJob.TotalSeconds);
                instruments.WorkerHung();
                process.Kill();
                return;
            }
        }

        LogHangs(logger, process.Id, MissedBeats);
        instruments.WorkerHung();
        process.Kill();
    }

    private void TellFences(IReadOnlyList<string> fences)
    {
        var told = string.Join(", ", fences);
        if (told == _toldFences)
        {
            return;
        }

        _toldFences = told;
        var missing = WorkerCodec.Fences.Except(fences).ToList();
        if (missing.Count > 0)
        {
            LogFencesMissing(logger, kind.Name(), string.Join(", ", missing), told.Length > 0 ? told : "none");
        }
        else
        {
            LogFences(logger, kind.Name(), told);
        }
    }

    [LoggerMessage(LogLevel.Information, "Capture worker {ProcessId} runs for {Kind} sources")]
    private static partial void LogStarted(ILogger logger, int processId, string kind);

    [LoggerMessage(LogLevel.Information, "Capture workers for {Kind} sources are fenced: {Fences}")]
    private static partial void LogFences(ILogger logger, string kind, string fences);

    [LoggerMessage(LogLevel.Warning, "Capture workers for {Kind} sources run without these fences, which this host or CaptureWorker:Fence does not allow: {Missing}; held: {Fences}")]
    private static partial void LogFencesMissing(ILogger logger, string kind, string missing, string fences);

    [LoggerMessage(LogLevel.Error, "Capture worker {ProcessId} has a decoder that hangs for more than {Seconds} s and is killed")]
    private static partial void LogStuck(ILogger logger, int processId, double seconds);

    [LoggerMessage(LogLevel.Error, "Capture worker not started: {Reason}")]
    private static partial void LogNotStarted(ILogger logger, string reason);

    [LoggerMessage(LogLevel.Error, "Capture worker {ProcessId} lost: {Reason}")]
    private static partial void LogLost(ILogger logger, int processId, string reason);

    [LoggerMessage(LogLevel.Error, "Capture worker {ProcessId} missed {Beats} heartbeats and is killed")]
    private static partial void LogHangs(ILogger logger, int processId, int beats);

    [LoggerMessage(LogLevel.Error, "Capture worker {ProcessId} uses more than {Megabytes} MB and is killed")]
    private static partial void LogTooLarge(ILogger logger, int processId, int megabytes);
}
