namespace ImageMagick.Formats;

public sealed class PngWriteDefines : IWriteDefines
{
    public PngCompressionFilter? CompressionFilter { get; set; }

    public uint? CompressionLevel { get; set; }

    public MagickFormat Format => MagickFormat.Png;

    public IEnumerable<IDefine> Defines
    {
        get
        {
            if (CompressionFilter is { } filter)
            {
                yield return new MagickDefine(Format, "compression-filter", (int)filter);
            }

            if (CompressionLevel is { } level)
            {
                yield return new MagickDefine(Format, "compression-level", level);
            }
        }
    }
}
