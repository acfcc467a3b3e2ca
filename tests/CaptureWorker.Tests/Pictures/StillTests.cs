using OrleansFrames.Capture;
using OrleansFrames.CaptureWorker.Pictures;
using OrleansFrames.CaptureWorker.Sources.Codecs;
using OrleansFrames.CaptureWorker.Tests.Cameras;

namespace OrleansFrames.CaptureWorker.Tests.Pictures;

public sealed class StillTests
{
    [Theory]
    [InlineData(2560, 1440, 360, 640, 360)]
    [InlineData(2560, 1440, 420, 746, 420)]
    [InlineData(2560, 1440, 480, 854, 480)]
    [InlineData(2560, 1440, 720, 1280, 720)]
    [InlineData(2560, 1440, 1080, 1920, 1080)]
    [InlineData(2560, 1440, 1440, 2560, 1440)]
    [InlineData(1440, 2560, 360, 360, 640)]
    [InlineData(1440, 2560, 420, 420, 746)]
    [InlineData(1440, 2560, 480, 480, 854)]
    [InlineData(1440, 2560, 720, 720, 1280)]
    [InlineData(1440, 2560, 1080, 1080, 1920)]
    [InlineData(1440, 2560, 1440, 1440, 2560)]
    [InlineData(640, 360, 720, 640, 360)]
    [InlineData(322, 182, 360, 322, 182)]
    public async Task AStill_HasExactlyTheAskedShortSide_AndIsNeverEnlarged(int width, int height, int shortSide, int toWidth, int toHeight)
    {
        var clip = Clip.Make($"testsrc2=s={width}x{height}:r=5", "-frames:v 1");

        using var still = await Stills.RenderAsync(Stills.Compressed(clip), shortSide);

        Assert.Equal(new PictureSize(toWidth, toHeight), still.Size);

        // ffmpeg refuses here what is no JPEG of this very size.
        Assert.Equal(toWidth * toHeight * 3, Stills.Pixels(still).Length);
    }

    [Theory]
    [InlineData("yuv420p", "", 640, 360, 360)]
    [InlineData("yuv420p", "", 640, 360, 180)]
    [InlineData("yuvj420p", "-color_range pc", 640, 360, 360)]
    [InlineData("yuvj420p", "-color_range pc", 640, 360, 180)]
    [InlineData("yuv422p", "", 640, 360, 360)]
    [InlineData("yuv444p", "", 640, 360, 180)]
    [InlineData("yuvj444p", "-color_range pc", 640, 360, 360)]
    [InlineData("yuv420p", "-colorspace bt709", 640, 360, 360)]
    [InlineData("yuv420p", "-colorspace bt709", 640, 360, 180)]
    [InlineData("yuvj420p", "-colorspace bt709 -color_range pc", 640, 360, 360)]
    [InlineData("yuv420p10le", "", 640, 360, 360)]
    [InlineData("yuv420p10le", "-color_range pc", 640, 360, 180)]
    public async Task Colours_AreThoseThatFfmpegSees(string pixels, string options, int width, int height, int shortSide)
    {
        var clip = Clip.Make($"smptehdbars=s={width}x{height}:r=5", $"-frames:v 1 -qp 8 {options}", pixels);
        using var still = await Stills.RenderAsync(Stills.Compressed(clip), shortSide);

        Stills.AssertSameColours(clip, still);
    }

    [Theory]
    [InlineData(90, "transpose=cclock")]
    [InlineData(180, "transpose=cclock,transpose=cclock")]
    [InlineData(270, "transpose=clock")]
    public async Task APictureThatLiesOnItsSide_IsTurned(int degrees, string filter)
    {
        var clip = Clip.Make("testsrc2=s=320x240:r=5", "-frames:v 1 -qp 8");
        var lying = Stills.Compressed(clip, rotation: degrees);

        using var still = await Stills.RenderAsync(lying);

        Assert.Equal(degrees == 180 ? new PictureSize(320, 240) : new PictureSize(240, 320), still.Size);
        Assert.True(Stills.Difference(Stills.Pixels(still), Ffmpeg.Pixels(clip.File, still.Size.Width, still.Size.Height, filter)) < 3);
    }

    [Theory]
    [InlineData(640, 360, "4/3", 360, 640, 270)]
    [InlineData(640, 360, "4/3", 180, 426, 180)]
    [InlineData(640, 480, "3/4", 480, 480, 480)]
    [InlineData(720, 576, "64/45", 576, 720, 404)]
    [InlineData(640, 360, "200/1", 360, 640, 360)]
    public async Task SamplesThatAreNotSquare_AreMadeSo(int width, int height, string aspect, int shortSide, int toWidth, int toHeight)
    {
        var clip = Clip.Make($"smptehdbars=s={width}x{height}:r=5", $"-frames:v 1 -qp 8 -vf setsar={aspect}");

        using var still = await Stills.RenderAsync(Stills.Compressed(clip), shortSide);

        Assert.Equal(new PictureSize(toWidth, toHeight), still.Size);
        Stills.AssertSameColours(clip, still);
    }

    [Fact]
    public async Task TheRange_OfOneTrack_DoesNotColourTheNext()
    {
        var full = Clip.Make("color=c=gray:s=320x240:r=5", "-frames:v 1 -color_range pc", "yuvj420p");
        var untold = Clip.Make("smptehdbars=s=320x240:r=5", "-frames:v 1 -qp 8");
        using var pool = Native.Start(threads: 1);
        using var first = await pool.RenderAsync(Stills.Compressed(full), new StillOrder(240, PictureFormat.Jpeg, long.MaxValue));

        using var second = await pool.RenderAsync(Stills.Compressed(untold), new StillOrder(240, PictureFormat.Jpeg, long.MaxValue));

        var ours = Stills.Mean(Stills.Pixels(second), 320, 50, 10, 60, 100);
        var theirs = Stills.Mean(Ffmpeg.Pixels(untold.File, 320, 240), 320, 50, 10, 60, 100);
        Assert.All(ours.Zip(theirs), pair => Assert.InRange(pair.First - pair.Second, -4, 4));
    }

    [Fact]
    public async Task AnOddSize_LosesItsLastRowAndColumn_NotItsColours()
    {
        var clip = Clip.Make("smptehdbars=s=1280x720:r=5,format=yuv444p,crop=641:361:0:0:exact=1", "-frames:v 1 -qp 8", "yuv444p");

        using var still = await Stills.RenderAsync(Stills.Compressed(clip));

        Assert.Equal(new PictureSize(640, 360), still.Size);
        var ours = Stills.Mean(Stills.Pixels(still), 640, 300, 10, 340, 100);
        var theirs = Stills.Mean(Ffmpeg.Pixels(clip.File, 641, 361), 641, 300, 10, 340, 100);
        Assert.All(ours.Zip(theirs), pair => Assert.InRange(pair.First - pair.Second, -4, 4));
    }

    [Theory]
    [InlineData("color=c=black:s=320x240:r=5", true)]
    [InlineData("color=c=0x060606:s=320x240:r=5", false)]
    [InlineData("color=c=white:s=320x240:r=5", false)]
    [InlineData("color=c=black:s=320x240:r=5,drawbox=x=100:y=100:w=40:h=40:c=white:t=fill", false)]
    public async Task OnlyABlackPicture_IsBlank(string source, bool isBlank)
    {
        var clip = Clip.Make(source, "-frames:v 1");

        using var still = await Stills.RenderAsync(Stills.Compressed(clip));

        Assert.Equal(isBlank, still.IsBlank);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-bf 2")]
    [InlineData("-refs 4 -bf 3 -x264opts b-pyramid=normal")]
    public async Task DecodingForward_ShowsTheLastPicture(string options)
    {
        var clip = Clip.Make("testsrc2=s=320x240:r=10", $"-frames:v 9 -g 30 -qp 8 {options}");
        using var still = await Stills.RenderAsync(Stills.Compressed(clip, pictures: 9));

        var ours = Stills.Pixels(still);
        var last = Ffmpeg.Pixels(clip.File, 320, 240, "select=eq(n\\,8)");
        var before = Ffmpeg.Pixels(clip.File, 320, 240, "select=eq(n\\,7)");

        Assert.True(Stills.Difference(ours, last) < Stills.Difference(ours, before) / 2, $"last {Stills.Difference(ours, last)}, before {Stills.Difference(ours, before)}");
    }

    [Fact]
    public async Task ADamagedKeyFrame_IsAFailure_NotAPicture()
    {
        var clip = Clip.Moving(640, 480);
        var damaged = Stills.Compressed(clip, 1, bytes => bytes.AsSpan(2000, 400).Fill(0xa5));

        var failed = await Assert.ThrowsAsync<PictureException>(() => Stills.RenderAsync(damaged));

        Assert.Equal(FailureReason.Decode, failed.ToResult().Reason);
        using var next = await Stills.RenderAsync(Stills.Compressed(clip));
        Assert.False(next.IsBlank);
    }

    [Fact]
    public async Task AHugePicture_IsUnsupported_BeforeItIsDecoded()
    {
        var picture = new CompressedPicture(System.Buffers.ArrayPool<byte>.Shared.Rent(8), [new CompressedUnit(0, 8, 1, true, default)], new VideoFormat(VideoCodec.H264, 9000, 100, 9008, 112, false, false));

        var failed = await Assert.ThrowsAsync<PictureException>(() => Stills.RenderAsync(picture));

        Assert.Equal(FailureReason.Unsupported, failed.ToResult().Reason);
        Assert.Contains("9008x112", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AStillThatNobodyWaitsForAnyMore_IsOverload()
    {
        var failed = await Assert.ThrowsAsync<PictureException>(() => Native.Pool.RenderAsync(Stills.Compressed(Clip.Moving()), new StillOrder(360, PictureFormat.Jpeg, Deadline: 0)));

        Assert.Equal(TickOutcome.Overload, failed.ToResult().Outcome);
    }

    [Fact]
    public async Task ManyStillsAtOnce_DoNotMixTheirTracks()
    {
        var wide = Clip.Make("color=c=red:s=640x360:r=5", "-frames:v 1");
        var tall = Clip.Make("color=c=blue:s=360x640:r=5", "-frames:v 1");
        var rendering = Enumerable.Range(0, 40).Select(async index =>
        {
            using var still = await Stills.RenderAsync(Stills.Compressed(index % 2 == 0 ? wide : tall), 180);
            return (index, still.Size, still.Bytes.Length);
        });

        var stills = await Task.WhenAll(rendering);

        Assert.All(stills, still => Assert.Equal(still.index % 2 == 0 ? new PictureSize(320, 180) : new PictureSize(180, 320), still.Size));
        Assert.Equal(2, stills.Select(still => (still.index % 2, still.Length)).Distinct().Count());
    }
}
