namespace ImageMagick;

public interface IMagickReadSettings<TQuantumType>
    where TQuantumType : struct, IConvertible
{
    uint? Height { get; set; }

    uint? Width { get; set; }
}
