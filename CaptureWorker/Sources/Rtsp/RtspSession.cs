using OrleansFrames.Capture;
using OrleansFrames.CaptureWorker.Sources.Rtp;

namespace OrleansFrames.CaptureWorker.Sources.Rtsp;

/// <summary>One connection's life: DESCRIBE, SETUP, PLAY, then packets until something ends it (RFC 2326).</summary>
/// <param name="newDatagrams">For a server that does not send over its connection.</param>
internal sealed class RtspSession(
    RtspLink link, RtspUrl url, Func<RtspDatagrams> newDatagrams, IMediaSink sink, RtspLimits limits, TimeProvider time) : IDisposable
{
    private const int UnsupportedTransport = 461;

    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(60);

    private readonly RtspConnection _connection = new(link, url, limits, time);
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
        _sessionUrl = media.SessionUrl;
        try
        {
            await SetUpAsync(media, RtpDepacketizer.For(media, _witness), cancellationToken);
            RtspAnswers.Checked(await _connection.AskAsync("PLAY", _sessionUrl, "Range: npt=0.000-\r\n", cancellationToken));
        }
        catch (OperationCanceledException) when (_connection.SessionId is not null)
        {
            // The camera plays, or is about to.
            await LeaveAsync();
            throw;
        }

        _connection.Datagrams?.Punch();
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
            await LeaveAsync();
        }
    }

    public void Dispose() => _connection.Dispose();

    private async Task LeaveAsync()
    {
        Task goodbye = _connection.SendAsync("TEARDOWN", _sessionUrl, "");
        await goodbye.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task SetUpAsync(VideoMedia media, RtpDepacketizer depacketizer, CancellationToken cancellationToken)
    {
        const string Interleaved = "RTP/AVP/TCP;unicast;interleaved=0-1";
        var setup = await AskAsync(Interleaved);
        if (setup.Status == UnsupportedTransport && !url.IsSecure)
        {
            _connection.Datagrams = newDatagrams();
            setup = await AskAsync(_connection.Datagrams.Transport);
        }

        RtspAnswers.Checked(setup);
        _connection.SessionId = setup["Session"]?.Split(';')[0].Trim();
        _timeout = RtspResponse.Numbers(setup["Session"], "timeout") is [var seconds and > 0] ? TimeSpan.FromSeconds(seconds) : DefaultTimeout;
        if (_connection.Datagrams is { } datagrams)
        {
            datagrams.Start(media.PayloadType, depacketizer, setup["Transport"]);
            datagrams.Punch();
            return;
        }

        var channels = RtspResponse.Numbers(setup["Transport"], "interleaved");
        (_connection.Channel, _connection.ControlChannel) = (channels.ElementAtOrDefault(0), channels is [_, var control, ..] ? control : channels.ElementAtOrDefault(0) + 1);
        _connection.Depacketizer = depacketizer;

        Task<RtspResponse> AskAsync(string transport) => _connection.AskAsync("SETUP", media.TrackUrl, $"Transport: {transport}\r\n", cancellationToken);
    }

    private string BaseUrl(RtspResponse description)
    {
        var told = description["Content-Base"] ?? description["Content-Location"] ?? "";
        return told.Contains("://", StringComparison.Ordinal) ? told : url.Request;
    }
}
