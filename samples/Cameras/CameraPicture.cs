namespace OrleansFrames.Cameras;

/// <summary>What a camera sees. Every kind is encoded and sent in new access units.</summary>
public enum CameraPicture
{
    /// <summary>The moving picture with clock and frame counter.</summary>
    Moving,

    /// <summary>The picture drawn last, again and again: its pixels, clock and counter stand still.</summary>
    Still,

    /// <summary>All black, without facts.</summary>
    Black,
}
