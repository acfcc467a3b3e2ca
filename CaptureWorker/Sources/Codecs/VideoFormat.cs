namespace OrleansFrames.CaptureWorker.Sources.Codecs;

/// <summary>What a stream says about its pictures.</summary>
/// <param name="Codec">How they are compressed.</param>
/// <param name="Width">Width in pixels, after cropping.</param>
/// <param name="Height">Height in pixels, after cropping.</param>
/// <param name="CodedWidth">Width as coded: what decoding costs.</param>
/// <param name="CodedHeight">Height as coded.</param>
/// <param name="FullRange">Luma runs over 0 to 255, not 16 to 235.</param>
/// <param name="IsBt709">Colours are made with the BT.709 matrix, not with BT.601.</param>
internal sealed record VideoFormat(VideoCodec Codec, int Width, int Height, int CodedWidth, int CodedHeight, bool FullRange, bool IsBt709)
{
    public const int MaxSide = 8192;

    // Twice 4K: a picture of 8K would take half a gigabyte to decode.
    public const int MaxPixels = 4096 * 4096;

    /// <summary>The shape of its samples.</summary>
    public SampleAspect Aspect { get; init; } = SampleAspect.Square;

    /// <summary>By how much the picture is to be turned before it is shown, in degrees anticlockwise: 0, 90, 180 or 270.</summary>
    public int Rotation { get; init; }

    public bool IsTooLarge => CodedWidth > MaxSide || CodedHeight > MaxSide || (long)CodedWidth * CodedHeight > MaxPixels;
}
