using System.Globalization;
using OrleansFrames.Capture;
using OrleansFrames.CaptureWorker.Sources.Rtp;

namespace OrleansFrames.CaptureWorker.Sources.Rtsp;

/// <summary>One connection's life: DESCRIBE, SETUP, PLAY, then packets until something ends it (RFC 2326).</summary>
internal sealed class RtspSession(RtspLink link, RtspUrl url, IMediaSink sink, RtspLimits limits, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(60);

    private readonly RtspConnection _connection = new(link.Stream, url, limits, time);
    private readonly PictureWitness _witness = new(sink);
    private string _sessionUrl = url.Request;
    private string _keepAlive = "OPTIONS";
    private TimeSpan _timeout = DefaultTimeout;

    /// <exception cref="SourceException">The server refuses, or has nothing that can be played.</exception>
    /// <exception cref="RtspRedirectException">It is to be played from elsewhere.</exception>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        var options = await _connection.AskAsync("OPTIONS", url.Request, "", cancellationToken);
        RtspAnswers.CheckRedirect(options);
        if (options.Status == 200 && (options["Public"] ?? "").Contains("GET_PARAMETER", StringComparison.OrdinalIgnoreCase))
        {
            _keepAlive = "GET_PARAMETER";
        }

        var description = RtspAnswers.Checked(await _connection.AskAsync("DESCRIBE", url.Request, "Accept: application/sdp\r\n", cancellationToken));
        var media = SessionDescription.FindVideo(description.Body, BaseUrl(description));
        const string Transport = "Transport: RTP/AVP/TCP;unicast;interleaved=0-1\r\n";
        var setup = RtspAnswers.Checked(await _connection.AskAsync("SETUP", media.TrackUrl, Transport, cancellationToken));
        _connection.SessionId = setup["Session"]?.Split(';')[0].Trim();
        _timeout = Number(RtspResponse.Parameter(setup["Session"], "timeout")) is { } seconds and > 0
            ? TimeSpan.FromSeconds(seconds)
            : DefaultTimeout;
        var channels = RtspResponse.Parameter(setup["Transport"], "interleaved")?.Split('-') ?? [];
        _connection.Channel = Number(channels.FirstOrDefault()) ?? 0;
        _connection.ControlChannel = Number(channels.ElementAtOrDefault(1)) ?? _connection.Channel + 1;
        _connection.Depacketizer = RtpDepacketizer.For(media, _witness);
        _sessionUrl = media.SessionUrl;
        RtspAnswers.Checked(await _connection.AskAsync("PLAY", _sessionUrl, "Range: npt=0.000-\r\n", cancellationToken));
        sink.Playing();
    }

    /// <summary>Receives until the source ends, stalls or is no longer wanted.</summary>
    public async Task<SourceFault> ReceiveAsync(CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var keeper = new RtspKeeper(_connection, _witness, _keepAlive, _sessionUrl, _timeout, limits, time);
        var keeping = keeper.KeepAsync(ended);
        try
        {
            while (await _connection.ReceiveAsync(ended.Token))
            {
            }

            return _witness.Saw
                ? new SourceFault(TickOutcome.Failed, FailureReason.Refused, "the source closed the connection", Ended: true)
                : SourceFault.NoVideo("the source closed the connection without having sent a picture");
        }
        catch (OperationCanceledException) when (keeper.Fault is { } fault)
        {
            return fault;
        }
        finally
        {
            await ended.CancelAsync();
            await keeping.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Task goodbye = _connection.SendAsync("TEARDOWN", _sessionUrl, "");
            await goodbye.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public void Dispose() => _connection.Dispose();

    private string BaseUrl(RtspResponse description)
    {
        var told = description["Content-Base"] ?? description["Content-Location"] ?? "";
        return told.Contains("://", StringComparison.Ordinal) ? told : url.Request;
    }

    private static int? Number(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;
}
