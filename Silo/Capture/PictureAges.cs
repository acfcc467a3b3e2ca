using System.Collections.Concurrent;
using OrleansFrames.Ledger;

namespace OrleansFrames.Silo.Capture;

/// <summary>How old the newest picture of each track is, while the track is captured here.</summary>
internal sealed class PictureAges(TimeProvider clock)
{
    private readonly ConcurrentDictionary<TrackRef, DateTimeOffset> _newest = new();

    /// <summary>The greatest and the middle age in seconds; null while there is no picture.</summary>
    public (double Greatest, double Middle)? Read()
    {
        var now = clock.GetUtcNow();
        var ages = _newest.Values.Select(captured => (now - captured).TotalSeconds).Order().ToList();
        return ages.Count == 0 ? null : (ages[^1], ages[ages.Count / 2]);
    }

    public void Captured(TrackRef track, DateTimeOffset capturedAt) => _newest[track] = capturedAt;

    public void Forget(TrackRef track) => _newest.TryRemove(track, out _);
}
