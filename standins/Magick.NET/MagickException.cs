namespace ImageMagick;

public abstract class MagickException : Exception
{
    public MagickException(string message)
        : base(message)
    {
    }
}
