namespace OrleansFrames.CaptureWorker.Sources.Rtsp;

/// <summary>How long an RTSP source may keep silent.</summary>
internal sealed record RtspLimits
{
    /// <summary>For the TCP connection. Default: 5 s.</summary>
    public TimeSpan Connect { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>For each answer. Default: 5 s.</summary>
    public TimeSpan Answer { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Between two packets, once media flowed. Default: 5 s.</summary>
    public TimeSpan Stall { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>From PLAY to the first picture, before another attempt is made. Default: 10 s.</summary>
    public TimeSpan FirstPicture { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Between two looks at the limits. Default: 1 s.</summary>
    public TimeSpan Check { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Between two reads of a connection: how late a packet may be seen. Default: 40 ms.</summary>
    public TimeSpan ReadEvery { get; init; } = TimeSpan.FromMilliseconds(40);

    /// <summary>Between two reports to the sender. Default: 5 s.</summary>
    public TimeSpan Report { get; init; } = TimeSpan.FromSeconds(5);
}
