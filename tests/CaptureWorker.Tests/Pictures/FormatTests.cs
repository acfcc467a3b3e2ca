using OrleansFrames.Capture;
using OrleansFrames.CaptureWorker.Pictures;
using OrleansFrames.CaptureWorker.Tests.Cameras;

namespace OrleansFrames.CaptureWorker.Tests.Pictures;

/// <summary>Stills of real H.264 in every format, and JPEG as it is made where libjpeg-turbo is absent.</summary>
public sealed class FormatTests
{
    private static readonly int[] Qualities = [360, 420, 480, 720, 1080, 1440];

    [Theory]
    [InlineData(PictureFormat.Jpeg, true)]
    [InlineData(PictureFormat.Jpeg, false)]
    [InlineData(PictureFormat.Webp, true)]
    [InlineData(PictureFormat.Png, true)]
    public async Task From1440p_EveryQuality_HasExactlyItsShortSide_InItsFormat(PictureFormat format, bool hasTurboJpeg)
    {
        int[] longSides = [640, 746, 854, 1280, 1920, 2560];
        var landscape = Clip.Make("testsrc2=s=2560x1440:r=5", "-frames:v 1");
        var portrait = Clip.Make("testsrc2=s=1440x2560:r=5", "-frames:v 1");
        foreach (var (quality, longSide) in Qualities.Zip(longSides))
        {
            Assert.Equal((format, new PictureSize(longSide, quality)), await HeaderAsync(landscape, quality, format, hasTurboJpeg));
            Assert.Equal((format, new PictureSize(quality, longSide)), await HeaderAsync(portrait, quality, format, hasTurboJpeg));
        }
    }

    [Theory]
    [InlineData(PictureFormat.Jpeg, true)]
    [InlineData(PictureFormat.Jpeg, false)]
    [InlineData(PictureFormat.Webp, true)]
    [InlineData(PictureFormat.Png, true)]
    public async Task ASmallerSource_IsNeverEnlarged_AndAnOddOneMadeEven(PictureFormat format, bool hasTurboJpeg)
    {
        var small = Clip.Make("testsrc2=s=322x182:r=5", "-frames:v 1");
        var odd = Clip.Make("testsrc2=s=480x360:r=5,format=yuv444p,crop=321:181:0:0:exact=1", "-frames:v 1", "yuv444p");
        foreach (var quality in Qualities)
        {
            Assert.Equal((format, new PictureSize(322, 182)), await HeaderAsync(small, quality, format, hasTurboJpeg));
            Assert.Equal((format, new PictureSize(320, 180)), await HeaderAsync(odd, quality, format, hasTurboJpeg));
        }
    }

    [Theory]
    [InlineData(PictureFormat.Jpeg, false, "yuv420p", "", 360)]
    [InlineData(PictureFormat.Jpeg, false, "yuvj420p", "-colorspace bt709 -color_range pc", 180)]
    [InlineData(PictureFormat.Webp, true, "yuv420p", "", 180)]
    [InlineData(PictureFormat.Webp, true, "yuv420p", "-colorspace bt709", 360)]
    [InlineData(PictureFormat.Png, true, "yuvj420p", "-color_range pc", 360)]
    [InlineData(PictureFormat.Png, true, "yuv420p", "-colorspace bt709", 180)]
    public async Task Colours_AreThoseThatFfmpegSees(PictureFormat format, bool hasTurboJpeg, string pixels, string options, int shortSide)
    {
        var clip = Clip.Make("smptehdbars=s=640x360:r=5", $"-frames:v 1 -qp 8 {options}", pixels);

        using var still = await RenderAsync(clip, shortSide, format, hasTurboJpeg);

        // By way of RGB each value is rounded once more.
        Stills.AssertSameColours(clip, still, tolerance: 6);
    }

    [Fact]
    public async Task APng_TellsNothingButThePicture()
    {
        using var still = await RenderAsync(Clip.Moving(), 240, PictureFormat.Png, hasTurboJpeg: true);

        var chunks = PictureHeader.PngChunks(still.Bytes.Span);

        Assert.Empty(chunks.Except(["IHDR", "gAMA", "cHRM", "sRGB", "PLTE", "IDAT", "IEND"]));
    }

    [Fact]
    public async Task ABlackPicture_IsBlank_InEveryFormat()
    {
        var clip = Clip.Make("color=c=black:s=320x240:r=5", "-frames:v 1");
        foreach (var format in Enum.GetValues<PictureFormat>())
        {
            using var still = await RenderAsync(clip, 240, format, hasTurboJpeg: true);
            Assert.True(still.IsBlank);
        }
    }

    private static async Task<(PictureFormat Format, PictureSize Size)> HeaderAsync(Clip clip, int quality, PictureFormat format, bool hasTurboJpeg)
    {
        using var still = await RenderAsync(clip, quality, format, hasTurboJpeg);
        var header = PictureHeader.Read(still.Bytes.Span);
        Assert.Equal(header.Size, still.Size);
        return header;
    }

    private static Task<RenderedStill> RenderAsync(Clip clip, int shortSide, PictureFormat format, bool hasTurboJpeg) =>
        (hasTurboJpeg ? Native.Pool : Native.PoolWithoutTurboJpeg).RenderAsync(Stills.Compressed(clip), new StillOrder(shortSide, format, long.MaxValue));
}
