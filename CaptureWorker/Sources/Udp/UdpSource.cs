using OrleansFrames.CaptureWorker.Sources.Rtp;
using OrleansFrames.CaptureWorker.Sources.Ts;
using OrleansFrames.CaptureWorker.Sources.Vlc;
using OrleansFrames.Network;

namespace OrleansFrames.CaptureWorker.Sources.Udp;

/// <summary>
/// Plays <c>udp</c> and <c>rtp</c> URLs of MPEG transport streams. This process listens itself and knows who sent; libVLC gets the bytes,
/// and only once there are any.
/// </summary>
/// <param name="rule">Who may send.</param>
/// <param name="ports">Where this machine may listen.</param>
internal sealed class UdpSource(AddressRule rule, RtpPorts ports, SourceLimits limits, TimeProvider time)
{
    private readonly VlcPlayback _playback = new(limits, time);

    /// <summary>Plays a URL into a sink until it fails; never throws but for cancellation.</summary>
    public Task<SourceFault> PlayAsync(SourceDemand demand, IMediaSink sink, CancellationToken cancellationToken) =>
        SourceAttempt.RunAsync(() => OpenAsync(UdpUrl.Parse(demand.Url), sink, cancellationToken), cancellationToken);

    private async Task<SourceFault> OpenAsync(UdpUrl url, IMediaSink sink, CancellationToken cancellationToken)
    {
        using var receiver = UdpReceiver.Open(url, ports, rule);
        using var stream = new UdpTransportStream(receiver, url.IsRtp, time);
        var feed = new TsFeed(stream, limits, time);
        using var deadline = new CancellationTokenSource(limits.FirstPicture, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            await feed.BeginAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return stream.Silence(url, limits.FirstPicture);
        }

        return await _playback.PlayAsync(MediaFormat.LiveTs, feed.FeedAsync, sink, cancellationToken);
    }
}
