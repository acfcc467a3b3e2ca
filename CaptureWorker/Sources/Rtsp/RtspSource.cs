using System.Security.Cryptography.X509Certificates;
using OrleansFrames.Capture;
using OrleansFrames.CaptureWorker.Sources.Net;
using OrleansFrames.CaptureWorker.Sources.Rtp;
using OrleansFrames.Network;

namespace OrleansFrames.CaptureWorker.Sources.Rtsp;

/// <summary>Plays <c>rtsp</c> and <c>rtsps</c> URLs.</summary>
/// <param name="shared">Receives the media of servers that send datagrams only.</param>
/// <param name="trust">Who vouches for servers in TLS; those that the system trusts when it is left out.</param>
internal sealed class RtspSource(AddressRule rule, RtspLimits limits, RtpShared shared, TimeProvider time, X509ChainPolicy? trust = null)
{
    private const int MaxRedirects = 3;

    private readonly ReadPulse _pulse = new(limits.ReadEvery, time);

    /// <summary>Plays a URL into a sink until it fails; never throws but for cancellation.</summary>
    public Task<SourceFault> PlayAsync(string url, IMediaSink sink, CancellationToken cancellationToken) =>
        SourceAttempt.RunAsync(() => OpenAsync(RtspUrl.Parse(url), sink, cancellationToken), cancellationToken);

    private async Task<SourceFault> OpenAsync(RtspUrl origin, IMediaSink sink, CancellationToken cancellationToken)
    {
        var places = new OriginRule(origin.Host, origin.Port, rule);
        var url = origin;
        for (var redirects = 0; redirects <= MaxRedirects; redirects++)
        {
            using var link = await RtspLink.ConnectAsync(url, places, _pulse, trust, limits, time, cancellationToken);
            using var session = new RtspSession(link, url, () => new RtspDatagrams(link, rule, shared, time), sink, limits, time);
            try
            {
                await session.OpenAsync(cancellationToken);
            }
            catch (RtspRedirectException redirect)
            {
                url = url.Redirected(redirect.Location, origin);
                continue;
            }

            return await session.ReceiveAsync(cancellationToken);
        }

        throw new SourceException(FailureReason.Refused, $"the source redirects more than {MaxRedirects} times");
    }
}
