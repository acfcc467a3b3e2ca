namespace ImageMagick;

public interface IPixelReadSettings<TQuantumType>
    where TQuantumType : struct, IConvertible
{
    string? Mapping { get; set; }

    StorageType StorageType { get; set; }

    IMagickReadSettings<TQuantumType> ReadSettings { get; }
}
