namespace ImageMagick;

public static class MagickNET
{
    public static void Initialize() => Wand.Initialize();
}
