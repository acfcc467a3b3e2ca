namespace OrleansFrames.CaptureWorker.Sources.Hls;

/// <summary>How far a playlist has been played.</summary>
/// <param name="seen">The segment that was played over an earlier connection.</param>
internal sealed class HlsPosition(long? seen = null)
{
    // More than these behind the newest is no delay any more but a loss.
    private const int MostBehind = 2;

    private long? _last;

    /// <summary>The segment that was played last, over this connection or an earlier one.</summary>
    public long? Last => _last ?? seen;

    /// <summary>Nothing has been played so far.</summary>
    public bool IsNew => _last is null;

    /// <summary>The segment to play next; null while there is none.</summary>
    public HlsSegment? Next(HlsPlaylist playlist)
    {
        var segments = playlist.Segments;
        if (segments.Count == 0)
        {
            return null;
        }

        if (_last is not { } last)
        {
            return playlist.IsEnded ? segments[0] : segments[^1].Sequence == seen ? null : segments[^1];
        }

        var newest = segments[^1];
        if (!playlist.IsEnded && (newest.Sequence - last > MostBehind || newest.Sequence < last))
        {
            // Too far behind, or the server counts anew.
            return newest;
        }

        return segments.FirstOrDefault(segment => segment.Sequence > last);
    }

    public void Played(HlsSegment segment) => _last = segment.Sequence;

    /// <summary>Whether the pictures of one segment go on from those of the other.</summary>
    public static bool Follows(HlsSegment before, HlsSegment next) =>
        next.Sequence == before.Sequence + 1 && next.Discontinuity == before.Discontinuity && next.Map == before.Map;
}
