using System.Collections.Concurrent;
using OrleansFrames.Capture;
using OrleansFrames.Capture.Protocol;
using OrleansFrames.CaptureWorker.Tracks;

namespace OrleansFrames.CaptureWorker.Serving;

/// <summary>Serves the parent silo over its socket, until that closes.</summary>
internal sealed class SiloConnection(FrameChannel channel, TrackTable tracks)
{
    private readonly ConcurrentDictionary<long, CancellationTokenSource> _grabs = new();

    public async Task ServeAsync(CancellationToken cancellationToken)
    {
        await channel.SendAsync(FrameKind.Hello, 0, new[] { FrameChannel.Version });
        while (await channel.ReceiveAsync(cancellationToken) is { } frame)
        {
            switch (frame.Kind)
            {
                case FrameKind.Ping:
                    await channel.SendAsync(FrameKind.Pong, frame.Id, default);
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
            await channel.SendAsync(FrameKind.Answer, id, GrabCodec.WriteAnswerHead(grab.Result), grab.Result.Picture?.Bytes ?? default);
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
