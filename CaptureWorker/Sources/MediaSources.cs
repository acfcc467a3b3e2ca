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
/// <param name="rule">Where sources may lie.</param>
/// <param name="fileRoot">The folder of the files that may be played; null when none may.</param>
/// <param name="shared">Where media servers may send RTP, and what receives it.</param>
internal sealed class MediaSources(AddressRule rule, string? fileRoot, RtpShared shared, TimeProvider time)
{
    private static readonly SourceLimits Limits = new();
    private static readonly RtpLimits RtpLimits = new();

    // A connection costs what receiving for about that long does, with what comes until its first key frame: some 10 ms of the processor by RTSP,
    // 100 ms by RTMP through libVLC.
    private static readonly TimeSpan ReconnectFrom = TimeSpan.FromSeconds(20);

    private readonly RtspSource _rtsp = new(rule, new RtspLimits(), shared, time);
    private readonly RtmpSource _rtmp = new(rule, Limits, time);
    private readonly HttpSource _http = new(rule, Limits, time);
    private readonly SrtSource _srt = new(rule, Limits, time);
    private readonly UdpSource _udp = new(rule, shared.Ports, Limits, time);
    private readonly FileSource _file = new(fileRoot, Limits, time);
    private readonly RtpSource _rtp = new(rule, shared, RtpLimits, time);

    /// <summary>Plays a source into a sink until it fails; never throws but for cancellation.</summary>
    public Task<SourceFault> PlayAsync(SourceDemand demand, IMediaSink sink, CancellationToken cancellationToken) =>
        demand.Source is { Rtp: null, Sdp: null } ? PlayUrlAsync(demand, sink, cancellationToken) : _rtp.PlayAsync(demand, sink, cancellationToken);

    private Task<SourceFault> PlayUrlAsync(SourceDemand demand, IMediaSink sink, CancellationToken cancellationToken)
    {
        var scheme = Scheme(demand.Url);
        demand.ReconnectFrom = scheme is "rtsp" or "rtsps" or "rtmp" or "rtmps" ? ReconnectFrom : null;
        return PlayUrlAsync(scheme, demand, sink, cancellationToken);
    }

    private Task<SourceFault> PlayUrlAsync(string scheme, SourceDemand demand, IMediaSink sink, CancellationToken cancellationToken) => scheme switch
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
