using System.Globalization;
using System.Text;
using OrleansFrames.Cameras.Video;
using OrleansFrames.Cameras.Pictures;

namespace OrleansFrames.Cameras;

/// <summary>Reads back from a stored picture (JPEG, PNG or WebP) what a camera burned into it.</summary>
public static class StillReader
{
    /// <exception cref="FfmpegException">Not a picture, or <c>ffmpeg</c> is missing.</exception>
    public static async Task<StillFacts> ReadAsync(byte[] jpeg, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(jpeg);
        await using var decoder = Ffmpeg.Start("-i", "pipe:0", "-frames:v", "1", "-pix_fmt", "rgb24", "-c:v", "ppm", "-f", "image2pipe", "pipe:1");
        using var decoded = new MemoryStream();
        var output = decoder.Output.CopyToAsync(decoded, cancellationToken);
        try
        {
            await decoder.Input.WriteAsync(jpeg, cancellationToken);
            decoder.Input.Close();
        }
        catch (IOException)
        {
            // It has read enough, or said on its error output why it reads no further.
        }

        await output;
        return decoded.Length > 0 ? Read(decoded.GetBuffer().AsSpan(0, (int)decoded.Length)) : throw await decoder.ExplainAsync(cancellationToken);
    }

    // A portable pixmap: "P6\n<width> <height>\n255\n" and the pixels.
    private static StillFacts Read(ReadOnlySpan<byte> ppm)
    {
        var size = ppm[3..];
        var pixels = size[(size.IndexOf("\n255\n"u8) + 5)..];
        var numbers = Encoding.ASCII.GetString(size[..size.IndexOf((byte)'\n')]).Split(' ');
        var (width, height) = (int.Parse(numbers[0], CultureInfo.InvariantCulture), int.Parse(numbers[1], CultureInfo.InvariantCulture));
        var luma = new byte[width * height];
        for (var i = 0; i < luma.Length; i++)
        {
            luma[i] = (byte)(((299 * pixels[i * 3]) + (587 * pixels[(i * 3) + 1]) + (114 * pixels[(i * 3) + 2]) + 500) / 1000);
        }

        var hasFacts = BurnedFacts.TryRead(luma, width, height, out var facts);
        return new(
            width,
            height,
            ColourOf(pixels, width, height),
            hasFacts ? facts.Clock : null,
            hasFacts ? facts.Frame : null,
            Plane.Mean(luma, width, 0, 0, width, height));
    }

    private static ParticipantColour? ColourOf(ReadOnlySpan<byte> pixels, int width, int height)
    {
        var (left, right) = ((int)(Layout.ColourLeft * width), (int)((1 - Layout.ColourLeft) * width));
        var (top, bottom) = ((int)(Layout.ColourTop * height), (int)(Layout.ColourBottom * height));
        Span<double> sums = stackalloc double[3];
        sums.Clear();
        for (var y = top; y < bottom; y++)
        {
            for (var i = ((y * width) + left) * 3; i < ((y * width) + right) * 3; i += 3)
            {
                sums[0] += pixels[i];
                sums[1] += pixels[i + 1];
                sums[2] += pixels[i + 2];
            }
        }

        var count = (double)(right - left) * (bottom - top);
        return Palette.Nearest(sums[0] / count, sums[1] / count, sums[2] / count);
    }
}
