namespace ImageMagick;

public enum MagickFormat
{
    Unknown,
    Jpeg,
    Png,
    WebP,
}
