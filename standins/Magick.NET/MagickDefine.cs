using System.Globalization;

namespace ImageMagick;

public sealed class MagickDefine(MagickFormat format, string name, string value) : IDefine
{
    public MagickDefine(MagickFormat format, string name, double value)
        : this(format, name, value.ToString(CultureInfo.InvariantCulture))
    {
    }

    public MagickFormat Format => format;

    public string Name => name;

    public string Value => value;
}
