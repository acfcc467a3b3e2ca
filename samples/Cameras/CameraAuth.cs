namespace OrleansFrames.Cameras;

/// <summary>How a camera asks who wants its video.</summary>
public enum CameraAuth
{
    /// <summary>Everyone may watch.</summary>
    None,

    /// <summary>Basic (RFC 7617).</summary>
    Basic,

    /// <summary>Digest with MD5 and without <c>qop</c>, as most cameras do it (RFC 2617).</summary>
    Digest,
}
