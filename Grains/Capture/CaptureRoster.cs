using System.Collections.Concurrent;
using OrleansFrames.Ledger;

namespace OrleansFrames.Capture;

internal sealed class CaptureRoster : ICaptureRoster
{
    private readonly ConcurrentDictionary<TrackRef, bool> _tracks = new();

    public IReadOnlyList<TrackRef> Tracks => [.. _tracks.Keys];

    public void Add(TrackRef track) => _tracks[track] = true;

    public void Remove(TrackRef track) => _tracks.TryRemove(track, out _);
}
