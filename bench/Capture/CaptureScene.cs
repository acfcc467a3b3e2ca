namespace OrleansFrames.Bench.Capture;

/// <summary>What is recorded in a run.</summary>
/// <param name="Protocol">How the cameras are reached.</param>
/// <param name="Tracks">How many, in calls of at most 50 participants.</param>
/// <param name="Interval">Seconds from one picture of a track to the next.</param>
/// <param name="KeyFrames">Seconds from one key frame of a camera to the next; of RTP, where they come when asked for, at most.</param>
internal sealed record CaptureScene(Protocol Protocol, int Tracks, int Interval = 3, int KeyFrames = 2)
{
    /// <summary>Short side of the pictures, as the setting says it.</summary>
    public string Quality { get; init; } = "720p";

    /// <summary>The clip that its cameras show.</summary>
    public string Clip => $"h264_720_g{KeyFrames}";

    /// <summary>Holds a whole number of each track's ticks.</summary>
    /// <param name="seconds">About as long.</param>
    public TimeSpan Window(int seconds) => TimeSpan.FromSeconds(Math.Max(1, seconds / Interval) * Interval);

    public override string ToString() => $"{Protocol} n={Tracks} interval={Interval} s key frames every {KeyFrames} s";
}

internal enum Protocol
{
    Rtsp,
    Rtmp,
    Rtp,
}
