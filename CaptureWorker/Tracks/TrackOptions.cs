namespace OrleansFrames.CaptureWorker.Tracks;

/// <summary>Limits of a track.</summary>
internal sealed record TrackOptions
{
    /// <summary>Compressed bytes a track keeps for itself. Default: 1 MB, four seconds at 2 Mbit/s.</summary>
    public int GroupLimit { get; init; } = 1024 * 1024;

    /// <summary>What tracks above their limit borrow from. Default: 128 MB for all, 8 MB for one.</summary>
    public MemoryReserve Reserve { get; init; } = new(128 * 1024 * 1024, 8 * 1024 * 1024);

    /// <summary>
    /// What tracks that are decoded continuously hold their contexts in. Default: 768 MB for all, about 70 of 720p, and 192 MB for one; tracks
    /// above that are decoded from their key frames on.
    /// </summary>
    public MemoryReserve Contexts { get; init; } = new(768L * 1024 * 1024, 192 * 1024 * 1024);

    /// <summary>Pause after the first failed attempt; it doubles. Default: 0.5 s.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>The longest pause between two attempts. Default: 5 s.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(5);
}
