using System.Buffers;
using System.Runtime.InteropServices;
using ImageMagick.Formats;

namespace ImageMagick;

/// <summary>An image by MagickWand: pixels in, a file out.</summary>
public sealed unsafe class MagickImage : IDisposable
{
    private nint _wand;

    public MagickImage()
    {
        Wand.Initialize();
        _wand = Wand.NewMagickWand();
    }

    /// <summary>1 to 100; what is outside is the nearest of both.</summary>
    public uint Quality
    {
        get;
        set
        {
            field = Math.Clamp(value, 1, 100);
            Check(Wand.MagickSetImageCompressionQuality(_wand, field));
        }
    }

    public void ReadPixels(ReadOnlySpan<byte> data, IPixelReadSettings<byte> settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var mapping = settings.Mapping;
        ArgumentException.ThrowIfNullOrEmpty(mapping, nameof(settings));
        if (settings.StorageType != StorageType.Char)
        {
            throw new NotSupportedException($"Pixels of storage type {settings.StorageType} cannot be read here.");
        }

        var (width, height) = (settings.ReadSettings.Width!.Value, settings.ReadSettings.Height!.Value);
        var expected = (long)width * height * mapping.Length;
        if (data.Length < expected)
        {
            throw new ArgumentException($"The data length is {data.Length} but should be at least {expected}.", nameof(data));
        }

        fixed (byte* pixels = data)
        {
            Check(Wand.MagickConstituteImage(_wand, width, height, mapping, (int)settings.StorageType, pixels));
        }

        // The system's library computes with 16 bits, the package with 8.
        Check(Wand.MagickSetImageDepth(_wand, 8));
    }

    public void Strip() => Check(Wand.MagickStripImage(_wand));

    public void Write(IBufferWriter<byte> bufferWriter, IWriteDefines defines)
    {
        foreach (var define in defines.Defines)
        {
            Check(Wand.MagickSetOption(_wand, $"{define.Format.ToString().ToLowerInvariant()}:{define.Name}", define.Value));
        }

        Write(bufferWriter, defines.Format);
    }

    public void Write(IBufferWriter<byte> bufferWriter, MagickFormat format)
    {
        ArgumentNullException.ThrowIfNull(bufferWriter);
        Check(Wand.MagickSetImageFormat(_wand, format.ToString()));
        var file = Wand.MagickGetImageBlob(_wand, out var length);
        Check(file is null ? 0 : 1);
        try
        {
            bufferWriter.Write(new ReadOnlySpan<byte>(file, checked((int)length)));
        }
        finally
        {
            Wand.MagickRelinquishMemory(file);
        }
    }

    public void Dispose()
    {
        if (_wand != 0)
        {
            _wand = Wand.DestroyMagickWand(_wand);
        }
    }

    private void Check(int result)
    {
        if (result == 0)
        {
            var reason = Wand.MagickGetException(_wand, out _);
            var message = Marshal.PtrToStringUTF8(reason) ?? "";
            Wand.MagickRelinquishMemory((void*)reason);
            throw new WandException(message);
        }
    }

    private sealed class WandException(string message) : MagickException(message);
}
