namespace ImageMagick.Formats;

public enum PngCompressionFilter
{
    None,
    Sub,
    Up,
    Average,
    Paeth,
}
