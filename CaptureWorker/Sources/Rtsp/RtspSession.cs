using System.Globalization;
using System.Net.Sockets;
using OrleansFrames.Capture;
using OrleansFrames.CaptureWorker.Sources.Rtp;

namespace OrleansFrames.CaptureWorker.Sources.Rtsp;

/// <summary>One connection's life: DESCRIBE, SETUP, PLAY, then packets until something ends it (RFC 2326).</summary>
internal sealed class RtspSession(Socket socket, RtspUrl url, IMediaSink sink, RtspLimits limits, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LongestQuiet = TimeSpan.FromSeconds(25);

    private readonly RtspConnection _connection = new(socket, url, limits, time);
    private readonly PictureWitness _witness = new(sink);
    private string _sessionUrl = url.Request;
    private string _keepAlive = "OPTIONS";
    private TimeSpan _timeout = DefaultTimeout;
    private SourceFault? _watchdog;

    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        var options = await _connection.AskAsync("OPTIONS", url.Request, "", cancellationToken);
        if (options.Status == 200 && (options["Public"] ?? "").Contains("GET_PARAMETER", StringComparison.OrdinalIgnoreCase))
        {
            _keepAlive = "GET_PARAMETER";
        }

        var description = Checked(await _connection.AskAsync("DESCRIBE", url.Request, "Accept: application/sdp\r\n", cancellationToken));
        var media = SessionDescription.FindVideo(description.Body, BaseUrl(description));
        const string Transport = "Transport: RTP/AVP/TCP;unicast;interleaved=0-1\r\n";
        var setup = Checked(await _connection.AskAsync("SETUP", media.TrackUrl, Transport, cancellationToken));
        _connection.SessionId = setup["Session"]?.Split(';')[0].Trim();
        _timeout = Number(RtspResponse.Parameter(setup["Session"], "timeout")) is { } seconds and > 0
            ? TimeSpan.FromSeconds(seconds)
            : DefaultTimeout;
        _connection.Channel = Number(RtspResponse.Parameter(setup["Transport"], "interleaved")?.Split('-')[0]) ?? 0;
        _connection.Depacketizer = RtpDepacketizer.For(media, _witness);
        _sessionUrl = media.SessionUrl;
        Checked(await _connection.AskAsync("PLAY", _sessionUrl, "Range: npt=0.000-\r\n", cancellationToken));
        sink.Playing();
    }

    /// <summary>Receives until the source ends, stalls or is no longer wanted.</summary>
    public async Task<SourceFault> ReceiveAsync(CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var watch = WatchAsync(ended);
        try
        {
            while (await _connection.ReceiveAsync(ended.Token))
            {
            }

            return _witness.Saw
                ? new SourceFault(TickOutcome.Failed, FailureReason.Refused, "the source closed the connection", Ended: true)
                : SourceFault.NoVideo("the source closed the connection without having sent a picture");
        }
        catch (OperationCanceledException) when (_watchdog is { } fault)
        {
            return fault;
        }
        finally
        {
            await ended.CancelAsync();
            await watch.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Task goodbye = _connection.SendAsync("TEARDOWN", _sessionUrl, "");
            await goodbye.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public void Dispose() => _connection.Dispose();

    /// <summary>Keeps the session alive and ends it when it is silent.</summary>
    private async Task WatchAsync(CancellationTokenSource ended)
    {
        var start = time.GetTimestamp();
        var lastSent = start;
        var every = _timeout / 2 < LongestQuiet ? _timeout / 2 : LongestQuiet;
        using var timer = new PeriodicTimer(limits.Check, time);
        while (await timer.WaitForNextTickAsync(ended.Token))
        {
            _watchdog = Silence(start);
            if (_watchdog is null && time.GetElapsedTime(lastSent) >= every)
            {
                lastSent = time.GetTimestamp();
                _watchdog = await KeepAliveAsync();
            }

            if (_watchdog is not null)
            {
                await ended.CancelAsync();
            }
        }
    }

    private async Task<SourceFault?> KeepAliveAsync()
    {
        try
        {
            await _connection.SendAsync(_keepAlive, _sessionUrl, "");
            return null;
        }
        catch (Exception broken) when (broken is SocketException or OperationCanceledException)
        {
            return new SourceFault(TickOutcome.Failed, FailureReason.Refused, "the source does not take the keep-alive any more", Ended: true);
        }
    }

    private SourceFault? Silence(long start)
    {
        if (_connection.LastPacket != 0 && time.GetElapsedTime(_connection.LastPacket) >= limits.Stall)
        {
            return _witness.Saw
                ? SourceFault.Failed(FailureReason.Stalled, $"the connection stands, but no media came for {limits.Stall.TotalSeconds:0.#} s")
                : SourceFault.NoVideo($"the source sent packets but no picture, then nothing for {limits.Stall.TotalSeconds:0.#} s");
        }

        return !_witness.Saw && time.GetElapsedTime(start) >= limits.FirstPicture
            ? SourceFault.NoVideo($"the source plays, but sent no picture within {limits.FirstPicture.TotalSeconds:0.#} s")
            : null;
    }

    private string BaseUrl(RtspResponse description)
    {
        var told = description["Content-Base"] ?? description["Content-Location"] ?? "";
        return told.Contains("://", StringComparison.Ordinal) ? told : url.Request;
    }

    private static int? Number(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;

    private static RtspResponse Checked(RtspResponse response) => response.Status switch
    {
        >= 200 and < 300 => response,
        >= 300 and < 400 => throw new SourceException(
            FailureReason.Unsupported, $"the source redirects ({response.Status}); redirects are not followed, use the address it leads to"),
        403 => throw new SourceException(
            FailureReason.Auth, "the source forbids this path to this user (403); check user, password and path in the URL"),
        404 or 410 => throw new SourceException(
            FailureReason.NotFound, $"the source knows no such path ({response.Status}); check the path in the URL"),
        406 or 415 or 461 or 501 or 505 or 551 => throw new SourceException(
            FailureReason.Unsupported, $"the source cannot send this way ({response.Status} {response.Phrase}); RTP over TCP is needed"),
        _ => throw new SourceException(FailureReason.Refused, $"the source refused with {response.Status} {response.Phrase}"),
    };

    /// <summary>Remembers that a picture came.</summary>
    private sealed class PictureWitness(IMediaSink sink) : IMediaSink
    {
        public bool Saw { get; private set; }

        public void Playing() => sink.Playing();

        public void Add(in AccessUnit unit)
        {
            Saw = true;
            sink.Add(unit);
        }

        public void AddUndecodable(Moment arrival)
        {
            Saw = true;
            sink.AddUndecodable(arrival);
        }
    }
}
