using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;
using OrleansFrames.Capture;
using OrleansFrames.CaptureWorker.Sources.Rtp;

namespace OrleansFrames.CaptureWorker.Sources.Rtsp;

/// <summary>Requests and answers of one RTSP connection, with the packets between them.</summary>
internal sealed class RtspConnection(RtspLink link, RtspUrl url, RtspLimits limits, TimeProvider time) : IDisposable
{
    // One for the first challenge, one for a nonce that went stale.
    private const int MaxChallenges = 2;

    private readonly RtspReader _reader = new(link.Stream);
    private readonly SemaphoreSlim _sending = new(1, 1);
    private readonly RtspAuthorization? _authorization = url.User is null
        ? null
        : new RtspAuthorization(url.User, url.Password, () => Guid.NewGuid().ToString("N"));

    private int _sequence;
    private long _lastPacket;

    /// <summary>Takes what comes on the track's channel; null before the track is set up.</summary>
    public RtpDepacketizer? Depacketizer { get; set; }

    /// <summary>The channel of the track's packets.</summary>
    public int Channel { get; set; }

    /// <summary>The channel of the reports about them.</summary>
    public int ControlChannel { get; set; } = 1;

    /// <summary>Where the track's packets come otherwise than on a channel; null when they do not.</summary>
    public RtspDatagrams? Datagrams { get; set; }

    /// <summary>From SETUP on; every later request names it.</summary>
    public string? SessionId { get; set; }

    private long LastPacket => Datagrams?.LastPacket ?? _lastPacket;

    /// <summary>How long nothing has come since the newest packet; that this machine was too busy to read is no silence.</summary>
    public TimeSpan Silence => (LastPacket, Datagrams) switch
    {
        (0, _) => TimeSpan.Zero,
        (var last, null) => time.GetElapsedTime(last, Math.Max(last, link.Plain.LastRead)),
        (var last, _) => time.GetElapsedTime(last),
    };

    /// <summary>Sends a request and waits for its answer; answers challenges.</summary>
    /// <exception cref="SourceException">No answer in time, or not authorized.</exception>
    public async Task<RtspResponse> AskAsync(string method, string uri, string headers, CancellationToken cancellationToken)
    {
        for (var challenges = 0; ; challenges++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var sequence = await SendAsync(method, uri, headers);
            var response = await AnswerAsync(method, sequence, cancellationToken);
            if (response.Status != 401)
            {
                return response;
            }

            CheckChallenge(response, challenges);
        }
    }

    /// <summary>Sends a request; its answer is read, and checked for a challenge, by <see cref="ReceiveAsync"/>.</summary>
    public async Task<int> SendAsync(string method, string uri, string headers)
    {
        await _sending.WaitAsync(CancellationToken.None);
        try
        {
            var sequence = ++_sequence;
            var authorization = _authorization?.For(method, uri) is { } value ? $"Authorization: {value}\r\n" : "";
            var session = SessionId is null ? "" : $"Session: {SessionId}\r\n";
            var text = $"{method} {uri} RTSP/1.0\r\nCSeq: {sequence}\r\nUser-Agent: OrleansFrames\r\n{authorization}{session}{headers}\r\n";
            await WriteAsync(Encoding.UTF8.GetBytes(text));
            return sequence;
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <summary>Sends a report about the track's packets.</summary>
    public async Task ReportAsync(RtcpFeedback feedback)
    {
        if (Datagrams is not null)
        {
            Datagrams.Report(feedback);
            return;
        }

        // Of loss there is none here, and the jitter would be that of reading.
        var framed = new byte[4 + RtcpFeedback.Longest];
        var length = feedback.WriteEmptyReport(framed.AsSpan(4));
        (framed[0], framed[1]) = ((byte)'$', (byte)ControlChannel);
        BinaryPrimitives.WriteUInt16BigEndian(framed.AsSpan(2), (ushort)length);
        await _sending.WaitAsync(CancellationToken.None);
        try
        {
            await WriteAsync(framed.AsMemory(0, 4 + length));
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <summary>Waits for bytes and handles all that is whole; false when the other side closed the connection.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<bool> ReceiveAsync(CancellationToken cancellationToken)
    {
        if (!await _reader.FillAsync(cancellationToken))
        {
            return false;
        }

        while (Drain() is { } response)
        {
            if (response.Status == 401)
            {
                // Of a keep-alive: the next one carries the new nonce.
                _authorization?.Accept(response.All("WWW-Authenticate"));
            }
        }

        return true;
    }

    public void Dispose()
    {
        Datagrams?.Dispose();
        _reader.Dispose();
    }

    private async Task<RtspResponse> AnswerAsync(string method, int sequence, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(limits.Answer, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            while (true)
            {
                while (Drain() is { } response)
                {
                    if (response.Sequence is null || response.Sequence == sequence)
                    {
                        return response;
                    }
                }

                if (!await _reader.FillAsync(either.Token))
                {
                    throw new SourceException(FailureReason.Refused, $"the source closed the connection instead of answering {method}");
                }
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new SourceException(FailureReason.Timeout, $"the source did not answer {method} within {limits.Answer.TotalSeconds:0.#} s");
        }
    }

    /// <summary>Passes packets on up to the next answer; null when no whole item is left.</summary>
    private RtspResponse? Drain()
    {
        var now = Moment.Now(time);
        while (true)
        {
            var item = _reader.Next(out var channel, out var packet, out var message);
            switch (item)
            {
                case RtspReader.Item.Packet when channel == Channel && Depacketizer is { } depacketizer:
                    _lastPacket = now.Timestamp;
                    depacketizer.Add(packet, now);
                    break;
                case RtspReader.Item.Packet when channel == ControlChannel:
                    Depacketizer?.AddControl(packet);
                    break;
                case RtspReader.Item.Response:
                    return message;
                case RtspReader.Item.None:
                    return null;
                default:
                    // Packets of other channels and the server's own requests need no answer to keep a session alive.
                    break;
            }
        }
    }

    private void CheckChallenge(RtspResponse response, int challenges)
    {
        if (_authorization is null)
        {
            throw new SourceException(
                FailureReason.Auth, "the source asks for a user and a password; put them in the URL: rtsp://user:password@host/path");
        }

        var isStale = response.All("WWW-Authenticate").Any(header => header.Contains("stale=true", StringComparison.OrdinalIgnoreCase));
        if (challenges >= MaxChallenges || (challenges > 0 && !isStale))
        {
            throw new SourceException(FailureReason.Auth, "the source refused the credentials; check user and password in the URL");
        }

        if (!_authorization.Accept(response.All("WWW-Authenticate")))
        {
            throw new SourceException(
                FailureReason.Unsupported, "the source asks for a kind of authentication that is not supported; Basic and Digest (MD5, SHA-256) are");
        }
    }

    private async Task WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        using var deadline = new CancellationTokenSource(limits.Answer, time);
        await link.Stream.WriteAsync(bytes, deadline.Token);
    }
}
