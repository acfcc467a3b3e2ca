using System.Collections.Concurrent;
using OrleansFrames.Capture;
using OrleansFrames.Capture.Protocol;

namespace OrleansFrames.Silo.Capture.Workers;

/// <summary>Asks one running worker. Every grab is answered: when the worker is lost, with <c>failed(worker_lost)</c>.</summary>
internal sealed class WorkerClient(FrameChannel channel, TimeProvider time)
{
    // Behind the budget, for the way there and back on a busy machine.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    // Two beats: who was heard of since then is slow, not lost.
    private static readonly TimeSpan Alive = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<long, TaskCompletionSource<GrabResult>> _grabs = new();
    private long _lastId;
    private long _heard;
    private long _lastHeard;
    private volatile string? _lost;

    /// <summary>Frames received so far: any of them is a sign of life.</summary>
    public long Heard => Interlocked.Read(ref _heard);

    /// <summary>The worker's newest report; null before the first.</summary>
    public WorkerReport? Report { get; private set; }

    public async Task<GrabResult> GrabAsync(GrabRequest request, CancellationToken cancellationToken)
    {
        var id = Interlocked.Increment(ref _lastId);
        var answer = new TaskCompletionSource<GrabResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        _grabs[id] = answer;
        try
        {
            if (_lost is { } why)
            {
                return Lost(why);
            }

            await channel.SendAsync(FrameKind.Grab, id, GrabCodec.WriteRequest(request));
            return await answer.Task.WaitAsync(request.Budget + Grace, time, cancellationToken);
        }
        catch (IOException broken)
        {
            return Lost(_lost ?? broken.Message);
        }
        catch (TimeoutException)
        {
            await CancelAsync(id);
            return time.GetElapsedTime(Interlocked.Read(ref _lastHeard)) < Alive
                ? new GrabResult(TickOutcome.Overload, null, "the machine is too busy: the capture worker did not answer in time")
                : Lost("the capture worker does not answer");
        }
        catch (OperationCanceledException)
        {
            await CancelAsync(id);
            throw;
        }
        finally
        {
            _grabs.TryRemove(id, out _);
        }
    }

    public Task WatchAsync(GrabRequest request) => TrySendAsync(FrameKind.Watch, 0, GrabCodec.WriteRequest(request));

    public Task ReleaseAsync(string trackKey) => TrySendAsync(FrameKind.Release, 0, GrabCodec.WriteTrackKey(trackKey));

    public Task PingAsync() => TrySendAsync(FrameKind.Ping, 0, default);

    /// <summary>Receives answers until the worker closes the channel.</summary>
    public async Task ReceiveAsync(CancellationToken cancellationToken)
    {
        while (await channel.ReceiveAsync(cancellationToken) is { } frame)
        {
            Interlocked.Increment(ref _heard);
            Interlocked.Exchange(ref _lastHeard, time.GetTimestamp());
            if (frame.Kind == FrameKind.Pong)
            {
                Report = WorkerCodec.ReadReport(frame.Body);
            }
            else if (frame.Kind == FrameKind.Answer && _grabs.TryGetValue(frame.Id, out var grab))
            {
                grab.TrySetResult(GrabCodec.ReadAnswer(frame.Body));
            }
        }
    }

    /// <summary>Answers all grabs under way, and all later ones, with <c>failed(worker_lost)</c>.</summary>
    public void Lose(string why)
    {
        _lost = why;
        foreach (var grab in _grabs.Values)
        {
            grab.TrySetResult(Lost(why));
        }
    }

    private static GrabResult Lost(string why) => GrabResult.Failed(FailureReason.WorkerLost, why);

    private Task CancelAsync(long id) => TrySendAsync(FrameKind.Cancel, id, default);

    // A worker that cannot be told anything is found out by its supervisor.
    private async Task TrySendAsync(FrameKind kind, long id, ReadOnlyMemory<byte> body) =>
        await channel.SendAsync(kind, id, body).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
