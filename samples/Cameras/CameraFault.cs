namespace OrleansFrames.Cameras;

/// <summary>
/// What is wrong with a camera. Every fault but <see cref="Stalled"/> and <see cref="Frozen"/> drops the connections that exist when it is
/// switched on, so that its clients meet it at once.
/// </summary>
public enum CameraFault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Answers every request, keeps the connection, sends neither pictures nor sender reports.</summary>
    Stalled,

    /// <summary>Answers every request, keeps the connection and the sender reports going, sends no access unit.</summary>
    Frozen,

    /// <summary>The listener of the whole server is closed: connecting is refused for all its cameras; the others keep the connections they have.</summary>
    Refusing,

    /// <summary>Answers 404.</summary>
    NotFound,

    /// <summary>Describes one audio track and no video.</summary>
    AudioOnly,

    /// <summary>Accepts the connection and never answers.</summary>
    Silent,
}
