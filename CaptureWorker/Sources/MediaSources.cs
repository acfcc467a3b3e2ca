using OrleansFrames.Capture;
using OrleansFrames.CaptureWorker.Sources.Files;
using OrleansFrames.CaptureWorker.Sources.Http;
using OrleansFrames.CaptureWorker.Sources.Rtmp;
using OrleansFrames.CaptureWorker.Sources.Rtp;
using OrleansFrames.CaptureWorker.Sources.Rtsp;
using OrleansFrames.CaptureWorker.Sources.Srt;
using OrleansFrames.CaptureWorker.Sources.Udp;
using OrleansFrames.Network;

namespace OrleansFrames.CaptureWorker.Sources;

/// <summary>All kinds of sources: plain RTP, and what has a URL by its scheme.</summary>
internal sealed class MediaSources
{
    private static readonly SourceLimits Limits = new();
    private static readonly RtpLimits RtpLimits = new();

    private readonly RtspSource _rtsp;
    private readonly RtmpSource _rtmp;
    private readonly HttpSource _http;
    private readonly SrtSource _srt;
    private readonly UdpSource _udp;
    private readonly FileSource _file;
    private readonly RtpSource _rtp;

    /// <param name="rule">Where sources may lie.</param>
    /// <param name="fileRoot">The folder of the files that may be played; null when none may.</param>
    /// <param name="ports">Where media servers may send RTP.</param>
    public MediaSources(AddressRule rule, string? fileRoot, RtpPorts ports, TimeProvider time)
    {
        var pump = new UdpPump(time);
        _rtsp = new RtspSource(rule, new RtspLimits(), pump, time);
        _rtmp = new RtmpSource(rule, Limits, time);
        _http = new HttpSource(rule, Limits, time);
        _srt = new SrtSource(rule, Limits, time);
        _udp = new UdpSource(rule, Limits, time);
        _file = new FileSource(fileRoot, Limits, time);
        _rtp = new RtpSource(rule, new RtpShared(ports, pump, new KeyFrameBudget(RtpLimits.KeyRequests, time)), RtpLimits, time);
    }

    /// <summary>Plays a source into a sink until it fails; never throws but for cancellation.</summary>
    public Task<SourceFault> PlayAsync(SourceDemand demand, IMediaSink sink, CancellationToken cancellationToken) =>
        demand.Source is { Rtp: null, Sdp: null } ? PlayUrlAsync(demand, sink, cancellationToken) : _rtp.PlayAsync(demand, sink, cancellationToken);

    private Task<SourceFault> PlayUrlAsync(SourceDemand demand, IMediaSink sink, CancellationToken cancellationToken) => Scheme(demand.Url) switch
    {
        "rtsp" or "rtsps" => _rtsp.PlayAsync(demand.Url, sink, cancellationToken),
        "rtmp" or "rtmps" => _rtmp.PlayAsync(demand, sink, cancellationToken),
        "http" or "https" => _http.PlayAsync(demand, sink, cancellationToken),
        "srt" => _srt.PlayAsync(demand, sink, cancellationToken),
        "udp" or "rtp" => _udp.PlayAsync(demand, sink, cancellationToken),
        "file" => _file.PlayAsync(demand, sink, cancellationToken),
        var other => Task.FromResult(SourceFault.Failed(FailureReason.Unsupported, $"the scheme '{other}' is not supported; use rtsp, rtsps, rtmp, rtmps, http, https, srt, udp, rtp or file")),
    };

    private static string Scheme(string url) => url.Split("://", 2) is [var scheme, _] ? scheme.ToLowerInvariant() : "";
}
