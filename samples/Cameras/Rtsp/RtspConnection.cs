using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace OrleansFrames.Cameras.Rtsp;

/// <summary>One client, from accept to close: answers its requests and, from PLAY on, sends one camera's video between them.</summary>
internal sealed partial class RtspConnection(Socket socket, Func<string, Camera?> find, TimeProvider clock) : IAsyncDisposable
{
    private const string SessionId = "00c0ffee";
    private static readonly TimeSpan SenderReportInterval = TimeSpan.FromSeconds(3);

    private readonly NetworkStream _stream = new(socket, ownsSocket: true);
    private readonly SemaphoreSlim _sending = new(1);
    private Camera? _camera;
    private Authentication? _authentication;
    private byte? _channel;
    private Task _sender = Task.CompletedTask;

    /// <summary>Ends when the client leaves or does what no client may, when the camera drops it, or when cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            await AnswerAllAsync(stop.Token);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or OperationCanceledException or ObjectDisposedException)
        {
            // The client sees why: its connection is closed.
        }
        finally
        {
            await stop.CancelAsync();
            await _sender.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _camera?.Leave(this);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync();
        _sending.Dispose();
    }

    /// <summary>Cuts the connection without a word.</summary>
    public void Drop() => socket.Close();

    private async Task AnswerAllAsync(CancellationToken cancellationToken)
    {
        var input = PipeReader.Create(_stream, new(leaveOpen: true));
        while (true)
        {
            var read = await input.ReadAsync(cancellationToken);
            var buffer = read.Buffer;
            while (RtspRequest.TryRead(ref buffer, out var request))
            {
                await AnswerAsync(request!, cancellationToken);
            }

            input.AdvanceTo(buffer.Start, buffer.End);
            if (read.IsCompleted)
            {
                return;
            }
        }
    }

    private Task AnswerAsync(RtspRequest request, CancellationToken cancellationToken)
    {
        var camera = find(request.Camera);
        if (camera is not null)
        {
            Enter(camera);
        }

        if (camera?.Fault is CameraFault.Silent)
        {
            return Task.CompletedTask;
        }

        if (camera?.Fault is CameraFault.Refusing)
        {
            // Accepted just before the listener closed.
            Drop();
            return Task.CompletedTask;
        }

        if (request.Method == "OPTIONS")
        {
            return ReplyAsync(request, "200 OK", "Public: OPTIONS, DESCRIBE, SETUP, PLAY, GET_PARAMETER, TEARDOWN\r\n", "", cancellationToken);
        }

        if (camera is null || camera.Fault == CameraFault.NotFound || camera != _camera)
        {
            return ReplyAsync(request, "404 Not Found", "", "", cancellationToken);
        }

        if (!_authentication!.Allows(request))
        {
            return ReplyAsync(request, "401 Unauthorized", $"WWW-Authenticate: {_authentication.Challenge}\r\n", "", cancellationToken);
        }

        return request.Method switch
        {
            "DESCRIBE" => ReplyAsync(
                request, "200 OK", $"Content-Base: {request.Url.TrimEnd('/')}/\r\nContent-Type: application/sdp\r\n", camera.Describe(), cancellationToken),
            "SETUP" => SetUpAsync(request, cancellationToken),
            "PLAY" => PlayAsync(request, camera, cancellationToken),
            "GET_PARAMETER" => ReplyAsync(request, "200 OK", $"Session: {SessionId}\r\n", "", cancellationToken),
            "TEARDOWN" => TearDownAsync(request, cancellationToken),
            _ => ReplyAsync(request, "501 Not Implemented", "", "", cancellationToken),
        };
    }

    private void Enter(Camera camera)
    {
        if (_camera is null)
        {
            _camera = camera;
            _authentication = new(camera.Options);
            camera.Enter(this);
        }
    }

    private Task SetUpAsync(RtspRequest request, CancellationToken cancellationToken)
    {
        var transport = request.Headers.GetValueOrDefault("Transport", "");
        if (!transport.Contains("RTP/AVP/TCP", StringComparison.OrdinalIgnoreCase))
        {
            return ReplyAsync(request, "461 Unsupported Transport", "", "", cancellationToken);
        }

        var match = Interleaved().Match(transport);
        _channel = match.Success && byte.TryParse(match.Groups[1].ValueSpan, out var channel) && channel < byte.MaxValue ? channel : (byte)0;
        var headers = $"Transport: RTP/AVP/TCP;unicast;interleaved={_channel}-{_channel + 1}\r\nSession: {SessionId};timeout=60\r\n";
        return ReplyAsync(request, "200 OK", headers, "", cancellationToken);
    }

    private async Task PlayAsync(RtspRequest request, Camera camera, CancellationToken cancellationToken)
    {
        if (_channel is not { } channel)
        {
            await ReplyAsync(request, "455 Method Not Valid in This State", "", "", cancellationToken);
            return;
        }

        await ReplyAsync(request, "200 OK", $"Session: {SessionId}\r\nRange: npt=now-\r\n", "", cancellationToken);
        if (_sender.IsCompleted && camera.Fault != CameraFault.AudioOnly)
        {
            _sender = SendVideoAsync(camera, channel, cancellationToken);
        }
    }

    private async Task TearDownAsync(RtspRequest request, CancellationToken cancellationToken)
    {
        await ReplyAsync(request, "200 OK", "", "", cancellationToken);
        socket.Shutdown(SocketShutdown.Both);
    }

    private async Task SendVideoAsync(Camera camera, byte channel, CancellationToken cancellationToken)
    {
        var stream = new RtpStream(channel, source: (uint)RandomNumberGenerator.GetInt32(int.MaxValue));
        var packets = new ArrayBufferWriter<byte>();
        var viewer = camera.Watch();
        var awaitsKey = true;
        var reportedAt = DateTimeOffset.MinValue;
        try
        {
            await foreach (var unit in viewer.Waiting.ReadAllAsync(cancellationToken))
            {
                packets.Clear();
                var now = clock.GetUtcNow();
                var (sendsReport, sendsVideo) = camera.Sends;
                // After a gap nothing decodes until the next key picture.
                awaitsKey = !sendsVideo || (awaitsKey && !unit.IsKey);
                if (!awaitsKey)
                {
                    stream.Write(packets, unit);
                }

                if (sendsReport && now - reportedAt >= SenderReportInterval)
                {
                    stream.WriteSenderReport(packets, now);
                    reportedAt = now;
                }

                await SendAsync(packets.WrittenMemory, cancellationToken);
            }
        }
        finally
        {
            camera.Unwatch(viewer);
        }
    }

    private Task ReplyAsync(RtspRequest request, string status, string headers, string body, CancellationToken cancellationToken)
    {
        var length = body.Length == 0 ? "" : $"Content-Length: {body.Length}\r\n";
        return SendAsync(Encoding.UTF8.GetBytes($"RTSP/1.0 {status}\r\nCSeq: {request.CSeq}\r\n{headers}{length}\r\n{body}"), cancellationToken);
    }

    private async Task SendAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        await _sending.WaitAsync(cancellationToken);
        try
        {
            await _stream.WriteAsync(data, cancellationToken);
        }
        finally
        {
            _sending.Release();
        }
    }

    [GeneratedRegex("interleaved=(\\d+)")]
    private static partial Regex Interleaved();
}
