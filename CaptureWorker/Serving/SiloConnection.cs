using System.Collections.Concurrent;
using OrleansFrames.Capture;
using OrleansFrames.Capture.Protocol;
using OrleansFrames.CaptureWorker.Pictures;
using OrleansFrames.CaptureWorker.Sources;
using OrleansFrames.CaptureWorker.Tracks;

namespace OrleansFrames.CaptureWorker.Serving;

/// <summary>Serves the parent silo over its socket, until that closes.</summary>
internal sealed class SiloConnection(FrameChannel channel, TrackTable tracks, PicturePool pictures, IReadOnlyList<string> fences)
{
    private readonly ConcurrentDictionary<long, CancellationTokenSource> _grabs = new();
    private long _faults;

    public async Task ServeAsync(CancellationToken cancellationToken)
    {
        await channel.SendAsync(FrameKind.Hello, 0, WorkerCodec.WriteHello(fences));
        while (await channel.ReceiveAsync(cancellationToken) is { } frame)
        {
            switch (frame.Kind)
            {
                case FrameKind.Ping:
                    await channel.SendAsync(FrameKind.Pong, frame.Id, WorkerCodec.WriteReport(Report()));
                    break;
                case FrameKind.Watch:
                    tracks.Watch(GrabCodec.ReadRequest(frame.Body));
                    break;
                case FrameKind.Release:
                    tracks.Release(GrabCodec.ReadTrackKey(frame.Body));
                    break;
                case FrameKind.Grab:
                    Begin(frame.Id, GrabCodec.ReadRequest(frame.Body));
                    break;
                case FrameKind.Cancel when _grabs.TryGetValue(frame.Id, out var grab):
                    await grab.CancelAsync();
                    break;
                default:
                    break;
            }
        }
    }

    private WorkerReport Report()
    {
        var load = pictures.Load;
        return new(
            Environment.CpuUsage.TotalTime, load.Cpu, load.Made, tracks.Count, Directory.GetDirectories("/proc/self/task").Length,
            load.TakeLongestWait(), load.Longest, Interlocked.Read(ref _faults), SourceCounters.KeyFramesAsked);
    }

    private void Begin(long id, GrabRequest request)
    {
        var cancellation = new CancellationTokenSource();
        _grabs[id] = cancellation;
        _ = AnswerAsync(id, request, cancellation);
    }

    private async Task AnswerAsync(long id, GrabRequest request, CancellationTokenSource cancellation)
    {
        try
        {
            using var grab = await tracks.GrabAsync(request, cancellation.Token);
            var head = GrabCodec.WriteAnswerHead(grab.Result with { Cost = grab.Still?.Cost ?? default });
            await channel.SendAsync(FrameKind.Answer, id, head, grab.Result.Picture?.Bytes ?? default);
        }
        catch (OperationCanceledException)
        {
            // Nobody waits for the answer.
        }
        catch (IOException)
        {
            // The silo is gone; the receiving side ends the process.
        }
        catch (Exception failed)
        {
            Interlocked.Increment(ref _faults);
            await Console.Error.WriteLineAsync($"error: grab of {request.TrackKey} failed: {failed}");
            await SendFailureAsync(id, failed);
        }
        finally
        {
            _grabs.TryRemove(id, out _);
        }
    }

    private async Task SendFailureAsync(long id, Exception failed)
    {
        var answer = GrabCodec.WriteAnswerHead(GrabResult.Failed(FailureReason.Decode, $"the capture worker failed: {failed.Message}"));
        await channel.SendAsync(FrameKind.Answer, id, answer).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
