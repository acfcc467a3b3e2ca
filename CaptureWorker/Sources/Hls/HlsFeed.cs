using OrleansFrames.Capture;
using OrleansFrames.CaptureWorker.Sources.Http;
using OrleansFrames.CaptureWorker.Sources.Vlc;

namespace OrleansFrames.CaptureWorker.Sources.Hls;

/// <summary>Writes the segments of a playlist into a pipe, as long as they follow on one another.</summary>
internal sealed class HlsFeed(HlsDownloads downloads, Uri url, HlsPlaylist playlist, HlsPosition position, TimeProvider time)
{
    private const int PartsPerSecond = 10;

    // A little faster than it is made, so that a delay is made up for.
    private const double Hurry = 0.95;

    private static readonly TimeSpan ShortestPoll = TimeSpan.FromSeconds(0.5);

    // A playlist of a thousand segments without length must not be fetched as fast as its server answers.
    private static readonly TimeSpan ShortestSegment = TimeSpan.FromSeconds(0.25);

    private HlsPlaylist _playlist = playlist;
    private HlsSegment? _segment;
    private ReadOnlyMemory<byte> _bytes;

    // The first segment is written as fast as it is taken, for a first picture soon.
    private bool _isHurried;

    /// <summary>Whether this playlist is still the one to play.</summary>
    public required Func<bool> IsWanted { get; init; }

    /// <summary>The playlist has ended, and all of it is written.</summary>
    public bool IsOver { get; private set; }

    /// <summary>Fetches the first segment and tells how to read it.</summary>
    /// <param name="limit">How long to wait for it to be listed.</param>
    /// <exception cref="SourceException">It cannot be had, or is neither of the two kinds.</exception>
    public async Task<MediaFormat> PrepareAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        var isLive = position.IsNew && !_playlist.IsEnded;
        _segment = await SourceAttempt.WithinAsync(limit, time, "the playlist listed no new segment", NextAsync, cancellationToken)
            ?? throw new SourceException(SourceFault.NoVideo("the playlist has been played to its end") with { IsFinal = true });
        _bytes = await BytesAsync(_segment, isFirst: true, cancellationToken);
        _isHurried = isLive;
        return MediaSniffer.Of(_bytes.Span, isAll: true) switch
        {
            MediaKind.Ts => MediaFormat.LiveTs,
            MediaKind.Mp4 => MediaFormat.LiveMp4,
            _ => throw new SourceException(FailureReason.Unsupported, "the playlist's segments are neither transport streams nor MP4"),
        };
    }

    public async Task FeedAsync(MediaPipe pipe, CancellationToken cancellationToken)
    {
        var segment = _segment!;
        while (true)
        {
            position.Played(segment);
            await WriteAsync(pipe, segment, cancellationToken);
            _isHurried = false;
            var next = await NextAsync(cancellationToken);
            IsOver = next is null;
            if (next is null || !IsWanted() || !HlsPosition.Follows(segment, next))
            {
                break;
            }

            _bytes = await BytesAsync(next, isFirst: false, cancellationToken);
            segment = next;
        }

        pipe.Complete(0);
    }

    /// <summary>Waits for the segment to play next; null when there will be none.</summary>
    private async Task<HlsSegment?> NextAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (position.Next(_playlist) is { } next)
            {
                return next;
            }

            if (_playlist.IsEnded)
            {
                return null;
            }

            var pause = _playlist.TargetDuration / 2;
            await Task.Delay(pause > ShortestPoll ? pause : ShortestPoll, time, cancellationToken);
            _playlist = await downloads.PlaylistAsync(url, cancellationToken);
        }
    }

    private async Task<ReadOnlyMemory<byte>> BytesAsync(HlsSegment segment, bool isFirst, CancellationToken cancellationToken)
    {
        var bytes = await downloads.SegmentAsync(segment, cancellationToken);
        if (!isFirst || segment.Map is null)
        {
            return bytes;
        }

        var map = await downloads.MapAsync(segment.Map, cancellationToken);
        return (byte[])[.. map.Span, .. bytes.Span];
    }

    private async Task WriteAsync(MediaPipe pipe, HlsSegment segment, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        var duration = segment.Duration > ShortestSegment ? segment.Duration : ShortestSegment;
        var parts = _isHurried ? 1 : (int)Math.Ceiling(duration.TotalSeconds * PartsPerSecond);
        for (var part = 0; part < parts; part++)
        {
            var (from, to) = ((long)_bytes.Length * part / parts, (long)_bytes.Length * (part + 1) / parts);
            await pipe.WriteAsync(_bytes[(int)from..(int)to], 0, cancellationToken);
            var left = _isHurried ? TimeSpan.Zero : (duration * (Hurry * (part + 1) / parts)) - time.GetElapsedTime(start);
            if (left > TimeSpan.Zero)
            {
                await Task.Delay(left, time, cancellationToken);
            }
        }
    }
}
