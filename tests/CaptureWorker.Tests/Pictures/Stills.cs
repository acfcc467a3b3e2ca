using OrleansFrames.CaptureWorker.Pictures;
using OrleansFrames.CaptureWorker.Sources.H264;
using OrleansFrames.CaptureWorker.Tests.Cameras;

namespace OrleansFrames.CaptureWorker.Tests.Pictures;

/// <summary>Stills of clips by the code under test, and their pixels by ffmpeg.</summary>
internal static class Stills
{
    public static CompressedPicture Compressed(Clip clip, int pictures = 1, Action<byte[]>? change = null)
    {
        var bytes = new List<byte>();
        var units = new List<CompressedUnit>();
        foreach (var (index, picture) in clip.Pictures.Take(pictures).Index())
        {
            var unit = AnnexB(picture);
            units.Add(new CompressedUnit(bytes.Count, unit.Length, index + 1, picture.Any(nal => (nal[0] & 0x60) != 0 && Clip.Type(nal) is 1 or 5), default));
            bytes.AddRange(unit);
        }

        var buffer = bytes.ToArray();
        change?.Invoke(buffer);
        return new CompressedPicture(buffer, units, SequenceParameterSet.Parse(clip.SequenceSet)!);
    }

    public static byte[] AnnexB(byte[][] picture) =>
        [.. picture.Where(nal => Clip.Type(nal) is 1 or 5 or 7 or 8).SelectMany(nal => new byte[] { 0, 0, 0, 1 }.Concat(nal))];

    public static Task<RenderedStill> RenderAsync(CompressedPicture picture, int shortSide = 2160) =>
        Native.Pool.RenderAsync(picture, shortSide, long.MaxValue);

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

    public static byte[] Pixels(RenderedStill still)
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, still.Jpeg.ToArray());
            return Ffmpeg.Pixels(path, still.Size.Width, still.Size.Height);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
