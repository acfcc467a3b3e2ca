using OrleansFrames.Capture;
using OrleansFrames.CaptureWorker.Sources.Hls;
using OrleansFrames.CaptureWorker.Sources.Vlc;
using OrleansFrames.Network;

namespace OrleansFrames.CaptureWorker.Sources.Http;

/// <summary>Plays <c>http</c> and <c>https</c> URLs of HLS playlists, MPEG transport streams and MP4 files.</summary>
internal sealed class HttpSource(AddressRule rule, SourceLimits limits, TimeProvider time)
{
    private readonly VlcPlayback _playback = new(limits, time);

    /// <summary>Plays a URL into a sink until it fails; never throws but for cancellation.</summary>
    public Task<SourceFault> PlayAsync(SourceDemand demand, IMediaSink sink, CancellationToken cancellationToken) =>
        SourceAttempt.RunAsync(() => OpenAsync(demand, sink, cancellationToken), cancellationToken);

    private async Task<SourceFault> OpenAsync(SourceDemand demand, IMediaSink sink, CancellationToken cancellationToken)
    {
        var url = HttpUrl.Parse(demand.Url);
        using var fetcher = new SourceFetcher(url, rule, limits, time);
        using var fetched = await fetcher.OpenAsync(url.Url, null, cancellationToken);
        var body = new SniffedBody(fetched.Body);
        switch (await SniffAsync(body, cancellationToken))
        {
            case MediaKind.Hls:
                var text = await SourceAttempt.WithinAsync(
                    limits.Download,
                    time,
                    "the playlist did not come",
                    token => HttpAnswers.ReadAllAsync(body, limits.Playlist, "the playlist", token),
                    cancellationToken);
                fetched.Dispose();
                return await new HlsSource(fetcher, _playback, limits, time).PlayAsync(new Downloaded(fetched.Url, text), demand, sink, cancellationToken);
            case MediaKind.Ts when fetched.Length is { } length:
                return await PlayRecordingAsync(fetcher, fetched, body, MediaFormat.RecordedTs(length), sink, cancellationToken);
            case MediaKind.Ts:
                return await PlayLiveAsync(body, MediaFormat.LiveTs, sink, cancellationToken);
            case MediaKind.Mp4 when fetched.Length is { } length:
                return await PlayRecordingAsync(fetcher, fetched, body, MediaFormat.RecordedMp4(length), sink, cancellationToken);
            case MediaKind.Mp4:
                return await PlayLiveAsync(body, MediaFormat.LiveMp4, sink, cancellationToken);
            case MediaKind.Dash:
                throw new SourceException(FailureReason.Unsupported, "the source is a DASH manifest, which is not supported; give the URL of its HLS playlist");
            default:
                throw new SourceException(FailureReason.Unsupported, "the source is neither an HLS playlist nor a transport stream nor MP4");
        }
    }

    private Task<MediaKind> SniffAsync(SniffedBody body, CancellationToken cancellationToken) =>
        SourceAttempt.WithinAsync(limits.Answer, time, "the source did not send enough to tell what it is", body.SniffAsync, cancellationToken);

    private Task<SourceFault> PlayLiveAsync(Stream body, MediaFormat format, IMediaSink sink, CancellationToken cancellationToken) =>
        _playback.PlayAsync(format, (pipe, token) => FeedLiveAsync(pipe, body, token), sink, cancellationToken);

    private Task<SourceFault> PlayRecordingAsync(
        SourceFetcher fetcher, Fetched first, SniffedBody body, MediaFormat format, IMediaSink sink, CancellationToken cancellationToken)
    {
        if (!first.HasParts)
        {
            throw new SourceException(FailureReason.Unsupported, "the source is a recording, and its server gives no parts of files (Accept-Ranges: bytes)");
        }

        var opened = false;
        var recording = new RecordedMedia(async (position, token) =>
        {
            if (position == 0 && !opened)
            {
                opened = true;
                return body;
            }

            var part = await fetcher.OpenAsync(first.Url, new ByteRange(position, null), token);
            return part.IsPart || position == 0
                ? part.Body
                : throw new SourceException(FailureReason.Unsupported, "the source does not give the parts of the file that it says it has");
        });
        return _playback.PlayAsync(format, recording.FeedAsync, sink, cancellationToken);
    }

    private async Task FeedLiveAsync(MediaPipe pipe, Stream body, CancellationToken cancellationToken)
    {
        var throttle = new Throttle(limits.BytesPerSecond, time);
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await body.ReadAsync(buffer, cancellationToken)) > 0)
        {
            await pipe.WriteAsync(buffer.AsMemory(0, read), 0, cancellationToken);
            await throttle.TakeAsync(read, cancellationToken);
        }

        pipe.Complete(0);
    }
}
