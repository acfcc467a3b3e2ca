namespace OrleansFrames.Capture;

/// <summary>What became of one tick of one track: exactly one of these, tested in the order of design (muted first, captured last).</summary>
public enum TickOutcome
{
    /// <summary>A new picture was taken, stored and announced.</summary>
    Captured,

    /// <summary>The media server says that the track is muted.</summary>
    Muted,

    /// <summary>Nothing could be captured; a <see cref="FailureReason"/> says why.</summary>
    Failed,

    /// <summary>No video is published, or none has arrived since the connection was made.</summary>
    NoVideo,

    /// <summary>Connected, but no new access unit has come since the last tick.</summary>
    Frozen,

    /// <summary>The picture is black (luma mean under 20, deviation under 3).</summary>
    Blank,

    /// <summary>The change gate held the picture back.</summary>
    Unchanged,

    /// <summary>The previous grab of the track was still running, or the machine had no room.</summary>
    Overload,
}
