namespace ImageMagick;

public static class ResourceLimits
{
    public static ulong Thread
    {
        get => Wand.MagickGetResourceLimit(Wand.ThreadResource);
        set => _ = Wand.MagickSetResourceLimit(Wand.ThreadResource, value);
    }
}
