namespace OrleansFrames.CaptureWorker.Sources.Rtp;

/// <summary>How long a sender of plain RTP may keep silent, and how often it hears from us.</summary>
internal sealed record RtpLimits
{
    /// <summary>To the first packet, before it is said that none comes; listening goes on. Default: 3 s.</summary>
    public TimeSpan FirstPacket { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Between two packets, once media flowed. Default: 5 s.</summary>
    public TimeSpan Stall { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>From the first packet to the first picture, before another attempt is made. Default: 10 s.</summary>
    public TimeSpan FirstPicture { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>For a port to become free that an earlier attempt held. Default: 2 s.</summary>
    public TimeSpan Port { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Between two receiver reports. Default: 5 s.</summary>
    public TimeSpan Report { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Between two packets to a sender that has to learn where we are. Default: 0.5 s.</summary>
    public TimeSpan Hello { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>Key frames that a worker asks for in a second, of all senders: for 200 tracks at 2 s, twice over. Default: 200.</summary>
    public int KeyRequests { get; init; } = 200;
}
