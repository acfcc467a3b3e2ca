namespace ImageMagick.Formats;

public sealed class WebPWriteDefines : IWriteDefines
{
    public MagickFormat Format => MagickFormat.WebP;

    public int? Method { get; set; }

    public IEnumerable<IDefine> Defines => Method is { } method ? [new MagickDefine(Format, "method", method)] : [];
}
