namespace ImageMagick;

public sealed class PixelReadSettings(uint width, uint height, StorageType storageType, string mapping) : IPixelReadSettings<byte>
{
    public PixelReadSettings(uint width, uint height, StorageType storageType, PixelMapping mapping)
        : this(width, height, storageType, mapping.ToString())
    {
    }

    public string? Mapping { get; set; } = mapping;

    public StorageType StorageType { get; set; } = storageType;

    public IMagickReadSettings<byte> ReadSettings { get; } = new Size { Width = width, Height = height };

    private sealed class Size : IMagickReadSettings<byte>
    {
        public uint? Height { get; set; }

        public uint? Width { get; set; }
    }
}
