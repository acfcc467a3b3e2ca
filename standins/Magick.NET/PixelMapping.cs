namespace ImageMagick;

public enum PixelMapping
{
    ABGR,
    ARGB,
    CMYK,
    CMYKA,
    BGR,
    BGRA,
    RGB,
    RGBA,
}
