using OrleansFrames.CaptureWorker.Sources.Http;
using OrleansFrames.CaptureWorker.Sources.Vlc;

namespace OrleansFrames.CaptureWorker.Sources.Hls;

/// <summary>
/// Plays an HLS playlist that this process reads and fetches itself. A live one is followed from its newest segment on, each segment at the
/// pace of its pictures; a recording is played once, from its beginning.
/// </summary>
internal sealed class HlsSource(SourceFetcher fetcher, VlcPlayback playback, SourceLimits limits, TimeProvider time)
{
    // Fetching playlist and segment costs what following for about that long does.
    private static readonly TimeSpan ReconnectFrom = TimeSpan.FromSeconds(5);

    // Between two captures there has to be a new segment.
    private const int ReconnectTargets = 2;

    // A live playlist grows by a segment in about each target duration.
    private const int StallTargets = 3;

    private readonly HlsDownloads _downloads = new(fetcher, limits);

    public async Task<SourceFault> PlayAsync(Downloaded first, SourceDemand demand, IMediaSink sink, CancellationToken cancellationToken)
    {
        var sizes = HlsPlaylist.Parse(first);
        var position = new HlsPosition((demand.Memory as HlsPosition)?.Last);
        demand.Memory = position;
        while (true)
        {
            var variant = sizes.Variants.Count == 0 ? null : HlsVariant.Choose(sizes.Variants, demand.ShortSide);
            var url = variant?.Url ?? first.Url;
            var playlist = variant is null && position.IsNew ? sizes : await _downloads.PlaylistAsync(url, cancellationToken);
            if (playlist.Segments.Count == 0)
            {
                return SourceFault.NoVideo("the playlist lists no segment");
            }

            demand.ReconnectFrom = playlist.IsEnded ? null
                : playlist.TargetDuration * ReconnectTargets > ReconnectFrom ? playlist.TargetDuration * ReconnectTargets : ReconnectFrom;
            var feed = new HlsFeed(_downloads, url, playlist, position, time)
            {
                IsWanted = () => variant is null || HlsVariant.Choose(sizes.Variants, demand.ShortSide) == variant,
            };
            var stall = playlist.TargetDuration * StallTargets > limits.Stall ? playlist.TargetDuration * StallTargets : limits.Stall;
            var format = await feed.PrepareAsync(stall, cancellationToken);
            var fault = await playback.PlayAsync(format with { Stall = stall }, feed.FeedAsync, sink, cancellationToken);
            if (!fault.Ended)
            {
                return fault;
            }

            if (feed.IsOver)
            {
                return SourceFault.NoVideo("the playlist has been played to its end") with { IsFinal = true };
            }
        }
    }
}
