using System.Buffers;
using OrleansFrames.CaptureWorker.Sources.Vlc;
using OrleansFrames.Network;

namespace OrleansFrames.CaptureWorker.Sources.Rtmp;

/// <summary>Plays <c>rtmp</c> and <c>rtmps</c> URLs.</summary>
internal sealed class RtmpSource(AddressRule rule, SourceLimits limits, TimeProvider time)
{
    // What would end or change an option of libVLC.
    private static readonly SearchValues<char> Special = SearchValues.Create("{},'\"\\=");

    // FFmpeg looks for an announced sound track for 5 s, whether it comes or not.
    private readonly VlcPlayback _playback = new(limits with { FirstPicture = limits.FirstPicture * 2 }, time);

    /// <summary>Plays a URL into a sink until it fails; never throws but for cancellation.</summary>
    public Task<SourceFault> PlayAsync(SourceDemand demand, IMediaSink sink, CancellationToken cancellationToken) =>
        SourceAttempt.RunAsync(() => OpenAsync(RtmpUrl.Parse(demand.Url), sink, cancellationToken), cancellationToken);

    private async Task<SourceFault> OpenAsync(RtmpUrl url, IMediaSink sink, CancellationToken cancellationToken)
    {
        using var relay = await RtmpRelay.ConnectAsync(url, rule, limits, time, cancellationToken);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var carrying = relay.CarryAsync(new Throttle(limits.BytesPerSecond, time), time, ended.Token);
        var login = url.Login is null ? "" : $"{url.Login}@";
        var local = new Uri(FormattableString.Invariant($"rtmp://{login}127.0.0.1:{relay.Port}/{url.Path}"));
        await using var session = VlcSession.Open(local, Options(url), sink, time);
        try
        {
            await SourceAttempt.WithinAsync(limits.Answer, time, $"{url.Host}:{url.Port} did not answer by RTMP", relay.AnswerAsync, cancellationToken);
            sink.Playing();
            return await _playback.WatchAsync(session, WithoutEndAsync(carrying), limits.Stall, cancellationToken);
        }
        finally
        {
            await ended.CancelAsync();
            relay.Dispose();
            await carrying.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // FLV is all that RTMP carries: nothing is guessed. The server is told the application's URL as it is, not by way of loopback.
    private static string[] Options(RtmpUrl url) =>
    [
        ":demux=avformat", ":avformat-format=flv",
        .. !url.Application.AsSpan().ContainsAny(Special) ? (string[])[$":avio-options={{rtmp_tcurl={url.Application}}}"] : [],
    ];

    // How the connection ends, libVLC tells by ending too.
    private static async Task WithoutEndAsync(Task carrying) => await carrying.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
