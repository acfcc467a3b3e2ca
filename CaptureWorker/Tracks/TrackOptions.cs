namespace OrleansFrames.CaptureWorker.Tracks;

/// <summary>Limits of a track.</summary>
internal sealed record TrackOptions
{
    /// <summary>Compressed bytes kept of a track. Default: 1 MB.</summary>
    public int GroupLimit { get; init; } = GroupOfPictures.DefaultLimit;

    /// <summary>Pause after the first failed attempt; it doubles. Default: 0.5 s.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>The longest pause between two attempts. Default: 5 s.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(5);
}
