namespace ImageMagick;

/// <summary>With the numbers of MagickWand.</summary>
public enum StorageType
{
    Undefined,
    Char,
    Double,
    Float,
    Int32,
    Int64,
    Quantum,
    Short,
}
