namespace OrleansFrames.Capture;

/// <summary>How a picture is encoded. On the wire, in the ledger and as file name extension in lower case: <c>jpeg</c> (<c>.jpg</c>), <c>webp</c>, <c>png</c>.</summary>
public enum PictureFormat
{
    /// <summary>The contract's own format, and the cheapest.</summary>
    Jpeg,

    /// <summary>Smaller, at many times the CPU.</summary>
    Webp,

    /// <summary>Without loss, many times as large.</summary>
    Png,
}
