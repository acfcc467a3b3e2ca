using OrleansFrames.Ledger;

namespace OrleansFrames.Capture;

/// <summary>The tracks that this silo captures: what it beats for.</summary>
public interface ICaptureRoster
{
    IReadOnlyList<TrackRef> Tracks { get; }

    void Add(TrackRef track);

    void Remove(TrackRef track);
}
