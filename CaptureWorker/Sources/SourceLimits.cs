namespace OrleansFrames.CaptureWorker.Sources;

/// <summary>How long a source may keep silent, and how much it may send at once.</summary>
internal sealed record SourceLimits
{
    /// <summary>For the TCP connection. Default: 5 s.</summary>
    public TimeSpan Connect { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>From a request to its answer's head, and from there to bytes that tell what the media is. Default: 5 s each.</summary>
    public TimeSpan Answer { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>For a playlist, a key or a segment as a whole. Default: 10 s.</summary>
    public TimeSpan Download { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Between two pictures, once some came. Default: 5 s.</summary>
    public TimeSpan Stall { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>From the first bytes to the first picture, before another attempt is made. Default: 10 s.</summary>
    public TimeSpan FirstPicture { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Between two looks at the limits. Default: 1 s.</summary>
    public TimeSpan Check { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Bytes of a playlist. Default: 1 MB.</summary>
    public int Playlist { get; init; } = 1024 * 1024;

    /// <summary>Bytes of a segment. Default: 32 MB.</summary>
    public int Segment { get; init; } = 32 * 1024 * 1024;

    /// <summary>Bytes a second that are taken of one live source, at most. Default: 8 MB, a stream of 64 Mbit/s.</summary>
    public int BytesPerSecond { get; init; } = 8 * 1024 * 1024;
}
