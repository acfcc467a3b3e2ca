namespace OrleansFrames.Capture;

/// <summary>Names of <see cref="PictureFormat"/>.</summary>
public static class PictureFormats
{
    public static string WireName(this PictureFormat format) => format switch
    {
        PictureFormat.Webp => "webp",
        PictureFormat.Png => "png",
        _ => "jpeg",
    };

    /// <summary>With its dot, as in an object's name.</summary>
    public static string Extension(this PictureFormat format) => format == PictureFormat.Jpeg ? ".jpg" : $".{format.WireName()}";

    /// <summary>The media type that a picture is stored and served with.</summary>
    public static string ContentType(this PictureFormat format) => $"image/{format.WireName()}";

    public static bool TryParse(string? name, out PictureFormat format)
    {
        format = name switch
        {
            "webp" => PictureFormat.Webp,
            "png" => PictureFormat.Png,
            _ => PictureFormat.Jpeg,
        };
        return format.WireName() == name;
    }
}
