using ImageMagick;
using ImageMagick.Formats;
using OrleansFrames.Capture;

namespace OrleansFrames.CaptureWorker.Pictures;

/// <summary>Any format by ImageMagick, from decoded pixels: no file of others is ever read with it. For one thread.</summary>
internal sealed unsafe class MagickEncoder : IDisposable
{
    private const uint JpegQuality = 85;
    private const uint WebpQuality = 80;

    // The defaults of both cost several times the CPU for files that are a little smaller.
    private static readonly WebPWriteDefines Webp = new() { Method = 0 };
    private static readonly PngWriteDefines Png = new() { CompressionLevel = 1, CompressionFilter = PngCompressionFilter.Sub };

    private static readonly Lazy<string?> Loading = new(Load);

    private readonly RgbPixels _pixels = new();

    /// <summary>Null where ImageMagick can be used, otherwise one sentence that says what is missing.</summary>
    public static string? Missing => Loading.Value;

    /// <param name="planes">4:2:0, full range, BT.601.</param>
    /// <param name="strides">Of the planes.</param>
    /// <param name="size">Of the picture.</param>
    /// <param name="format">How to encode it.</param>
    /// <exception cref="PictureException">ImageMagick is missing, or refuses the picture.</exception>
    public EncodedStill Encode(byte** planes, int* strides, PictureSize size, PictureFormat format)
    {
        if (Missing is { } reason)
        {
            throw new PictureException(FailureReason.Unsupported, reason);
        }

        var pixels = _pixels.Of(planes, strides, size);
        using var file = new RentedWriter();
        try
        {
            using var image = new MagickImage();
            image.ReadPixels(pixels, new PixelReadSettings((uint)size.Width, (uint)size.Height, StorageType.Char, PixelMapping.RGB));

            // Without it a PNG tells when it was made, and the same picture has another hash each time.
            image.Strip();
            Write(image, file, format);
        }
        catch (MagickException failed)
        {
            throw new PictureException(FailureReason.Decode, $"the picture could not be encoded as {format.WireName()}: {failed.Message}");
        }

        return file.Take();
    }

    public void Dispose() => _pixels.Dispose();

    private static void Write(MagickImage image, RentedWriter file, PictureFormat format)
    {
        switch (format)
        {
            case PictureFormat.Webp:
                image.Quality = WebpQuality;
                image.Write(file, Webp);
                break;
            case PictureFormat.Png:
                image.Write(file, Png);
                break;
            default:
                image.Quality = JpegQuality;
                image.Write(file, MagickFormat.Jpeg);
                break;
        }
    }

    private static string? Load()
    {
        try
        {
            MagickNET.Initialize();

            // The threads are the pool's: one a core.
            ResourceLimits.Thread = 1;
            return null;
        }
        catch (Exception missing) when (missing is DllNotFoundException or TypeInitializationException)
        {
            return $"ImageMagick, which makes WebP and PNG, cannot be loaded: {missing.GetBaseException().Message}";
        }
    }
}
