using System.Buffers;
using OrleansFrames.Capture;
using OrleansFrames.CaptureWorker.Pictures;
using OrleansFrames.CaptureWorker.Sources.Codecs.H264;
using OrleansFrames.CaptureWorker.Tests.Cameras;

namespace OrleansFrames.CaptureWorker.Tests.Pictures;

/// <summary>Stills of clips by the code under test, and their pixels by ffmpeg.</summary>
internal static class Stills
{
    public static CompressedPicture Compressed(Clip clip, int pictures = 1, Action<byte[]>? change = null, int rotation = 0)
    {
        var bytes = new List<byte>();
        var units = new List<CompressedUnit>();
        foreach (var (index, picture) in clip.Pictures.Take(pictures).Index())
        {
            var unit = AnnexB(picture);
            units.Add(new CompressedUnit(bytes.Count, unit.Length, index + 1, picture.Any(nal => (nal[0] & 0x60) != 0 && Clip.Type(nal) is 1 or 5), default));
            bytes.AddRange(unit);
        }

        var buffer = ArrayPool<byte>.Shared.Rent(bytes.Count);
        bytes.CopyTo(buffer);
        change?.Invoke(buffer);
        return new CompressedPicture(buffer, units, SequenceParameterSet.Parse(clip.SequenceSet)! with { Rotation = rotation });
    }

    public static byte[] AnnexB(byte[][] picture) =>
        [.. picture.Where(nal => Clip.Type(nal) is 1 or 5 or 7 or 8).SelectMany(nal => new byte[] { 0, 0, 0, 1 }.Concat(nal))];

    public static Task<RenderedStill> RenderAsync(CompressedPicture picture, int shortSide = 2160) =>
        Native.Pool.RenderAsync(picture, new StillOrder(shortSide, PictureFormat.Jpeg, long.MaxValue));

    /// <summary>Mean red, green and blue of an area.</summary>
    public static double[] Mean(byte[] pixels, int width, int left, int top, int right, int bottom)
    {
        var sums = new double[3];
        for (var y = top; y < bottom; y++)
        {
            for (var x = left; x < right; x++)
            {
                for (var colour = 0; colour < 3; colour++)
                {
                    sums[colour] += pixels[(((y * width) + x) * 3) + colour];
                }
            }
        }

        return [.. sums.Select(sum => sum / ((right - left) * (bottom - top)))];
    }

    /// <summary>Holds the colour bars of a still against those that ffmpeg decodes from its clip.</summary>
    public static void AssertSameColours(Clip clip, RenderedStill still, int tolerance = 4)
    {
        var size = still.Size;
        var ours = Pixels(still);
        var theirs = Ffmpeg.Pixels(clip.File, size.Width, size.Height, $"scale={size.Width}:{size.Height}:flags=area");
        for (var column = 0; column < 16; column++)
        {
            var left = (size.Width * column / 16) + 4;
            var right = (size.Width * (column + 1) / 16) - 4;
            var expected = Mean(theirs, size.Width, left, 4, right, size.Height / 2);
            var actual = Mean(ours, size.Width, left, 4, right, size.Height / 2);
            Assert.All(expected.Zip(actual), pair => Assert.True(
                Math.Abs(pair.First - pair.Second) < tolerance, $"column {column}: ffmpeg ({string.Join(' ', expected)}), still ({string.Join(' ', actual)})"));
        }
    }

    public static byte[] Pixels(RenderedStill still) => Pixels(still.Bytes, still.Size);

    /// <summary>Holds a still against what ffmpeg, which decodes everything, shows of the clip.</summary>
    /// <param name="picture">In the clip's size.</param>
    /// <param name="index">The picture it is of, counted in the order of display.</param>
    /// <param name="slack">By how many pictures it may lie before that.</param>
    public static void AssertShows(Clip clip, Picture picture, int index, int slack = 0)
    {
        var ours = Pixels(picture.Bytes, new PictureSize(picture.Width, picture.Height));
        var differences = Enumerable.Range(Math.Max(0, index - slack - 1), Math.Min(index + 1, slack + 2))
            .Select(each => (each, Difference(ours, Ffmpeg.Pixels(clip.File, picture.Width, picture.Height, $"select=eq(n\\,{each})"))))
            .ToList();

        var (shown, least) = differences.MinBy(each => each.Item2);
        Assert.True(shown >= index - slack && least < 2, $"wanted picture {index}, differences: {string.Join(", ", differences)}");
    }

    public static double Difference(byte[] first, byte[] second) => first.Zip(second).Average(pair => Math.Abs(pair.First - pair.Second));

    private static byte[] Pixels(ReadOnlyMemory<byte> bytes, PictureSize size)
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, bytes.ToArray());
            return Ffmpeg.Pixels(path, size.Width, size.Height);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
