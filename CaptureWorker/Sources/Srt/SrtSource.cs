using System.Net.Sockets;
using OrleansFrames.Capture;
using OrleansFrames.CaptureWorker.Sources.Ts;
using OrleansFrames.CaptureWorker.Sources.Vlc;
using OrleansFrames.Network;

namespace OrleansFrames.CaptureWorker.Sources.Srt;

/// <summary>
/// Plays <c>srt</c> URLs of MPEG transport streams. This process calls the server itself, at the address that was checked, and learns why it
/// is refused; libVLC gets the bytes and never sees the passphrase.
/// </summary>
internal sealed class SrtSource(AddressRule rule, SourceLimits limits, TimeProvider time)
{
    private readonly VlcPlayback _playback = new(limits, time);

    /// <summary>Plays a URL into a sink until it fails; never throws but for cancellation.</summary>
    public Task<SourceFault> PlayAsync(SourceDemand demand, IMediaSink sink, CancellationToken cancellationToken) =>
        SourceAttempt.RunAsync(() => OpenAsync(SrtUrl.Parse(demand.Url), sink, cancellationToken), cancellationToken);

    private async Task<SourceFault> OpenAsync(SrtUrl url, IMediaSink sink, CancellationToken cancellationToken)
    {
        using var socket = await ConnectAsync(url, cancellationToken);
        return await _playback.PlayAsync(MediaFormat.LiveTs, new TsFeed(socket, limits, time).FeedAsync, sink, cancellationToken);
    }

    private async Task<SrtSocket> ConnectAsync(SrtUrl url, CancellationToken cancellationToken)
    {
        try
        {
            return await SrtSocket.ConnectAsync(url, await rule.ResolveAsync(url.Host, cancellationToken), limits, time, cancellationToken);
        }
        catch (SocketException)
        {
            throw new SourceException(FailureReason.Dns, $"the host '{url.Host}' has no address; check the host in the URL");
        }
    }
}
