using OrleansFrames.Capture;
using OrleansFrames.CaptureWorker.Sources.Files;
using OrleansFrames.CaptureWorker.Sources.Http;
using OrleansFrames.CaptureWorker.Sources.Rtmp;
using OrleansFrames.CaptureWorker.Sources.Rtsp;
using OrleansFrames.Network;

namespace OrleansFrames.CaptureWorker.Sources;

/// <summary>All kinds of sources, by the scheme of their URLs.</summary>
/// <param name="rule">Where sources may lie.</param>
/// <param name="fileRoot">The folder of the files that may be played; null when none may.</param>
internal sealed class MediaSources(AddressRule rule, string? fileRoot, TimeProvider time)
{
    private static readonly SourceLimits Limits = new();

    // A connection costs what receiving for about that long does, with what comes until its first key frame: some 10 ms of the processor by RTSP,
    // 100 ms by RTMP through libVLC.
    private static readonly TimeSpan ReconnectFrom = TimeSpan.FromSeconds(20);

    private readonly RtspSource _rtsp = new(rule, new RtspLimits(), time);
    private readonly RtmpSource _rtmp = new(rule, Limits, time);
    private readonly HttpSource _http = new(rule, Limits, time);
    private readonly FileSource _file = new(fileRoot, Limits, time);

    /// <summary>Plays a source into a sink until it fails; never throws but for cancellation.</summary>
    public Task<SourceFault> PlayAsync(SourceDemand demand, IMediaSink sink, CancellationToken cancellationToken)
    {
        var scheme = Scheme(demand.Url);
        demand.ReconnectFrom = scheme is "rtsp" or "rtsps" or "rtmp" or "rtmps" or "srt" ? ReconnectFrom : null;
        return PlayAsync(scheme, demand, sink, cancellationToken);
    }

    private Task<SourceFault> PlayAsync(string scheme, SourceDemand demand, IMediaSink sink, CancellationToken cancellationToken) => scheme switch
    {
        "rtsp" or "rtsps" => _rtsp.PlayAsync(demand.Url, sink, cancellationToken),
        "rtmp" or "rtmps" => _rtmp.PlayAsync(demand, sink, cancellationToken),
        "http" or "https" => _http.PlayAsync(demand, sink, cancellationToken),
        "file" => _file.PlayAsync(demand, sink, cancellationToken),
        var other => Task.FromResult(SourceFault.Failed(FailureReason.Unsupported, $"the scheme '{other}' is not supported; use rtsp, rtsps, rtmp, rtmps, http, https or file")),
    };

    private static string Scheme(string url) => url.Split("://", 2) is [var scheme, _] ? scheme.ToLowerInvariant() : "";
}
