using OrleansFrames.CaptureWorker.Sources.Codecs;
using OrleansFrames.CaptureWorker.Sources.Codecs.H264;
using OrleansFrames.CaptureWorker.Tests.Cameras;

namespace OrleansFrames.CaptureWorker.Tests.Sources;

public sealed class SequenceParameterSetTests
{
    [Theory]
    [InlineData(320, 240, "yuv420p", 320, 240)]
    [InlineData(322, 182, "yuv420p", 336, 192)]
    [InlineData(1920, 1080, "yuv420p", 1920, 1088)]
    [InlineData(321, 181, "yuv444p", 336, 192)]
    [InlineData(320, 242, "yuv422p", 320, 256)]
    public void Parse_OfARealSet_GivesCroppedAndCodedSize(int width, int height, string pixels, int codedWidth, int codedHeight)
    {
        var clip = Clip.Make($"testsrc2=s=2000x1200:r=5,format={pixels},crop={width}:{height}:0:0:exact=1", "-frames:v 1", pixels);

        var format = SequenceParameterSet.Parse(clip.SequenceSet);

        Assert.Equal(new VideoFormat(VideoCodec.H264, width, height, codedWidth, codedHeight, false, false), format);
    }

    [Fact]
    public void Parse_OfAnInterlacedSet_CountsBothFields()
    {
        var clip = Clip.Make("testsrc2=s=320x360:r=5", "-frames:v 2 -x264opts interlaced");

        Assert.Equal((320, 360), (SequenceParameterSet.Parse(clip.SequenceSet)!.Width, SequenceParameterSet.Parse(clip.SequenceSet)!.Height));
    }

    [Fact]
    public void Parse_OfColours_TellsRangeAndMatrix()
    {
        var clip = Clip.Make("testsrc2=s=320x240:r=5", "-frames:v 1 -color_range pc -colorspace bt709 -color_primaries bt709 -color_trc bt709");

        var format = SequenceParameterSet.Parse(clip.SequenceSet);

        Assert.True(format is { FullRange: true, IsBt709: true });
    }

    [Fact]
    public void Parse_OfEveryPrefix_GivesNothingOrTheRightSize()
    {
        var set = Clip.Moving().SequenceSet;
        for (var length = 0; length < set.Length; length++)
        {
            var format = SequenceParameterSet.Parse(set.AsSpan(0, length));

            Assert.True(format is null or { Width: 320, Height: 240 }, $"{length} of {set.Length} bytes gave {format}");
        }
    }

    [Fact]
    public void IsTooLarge_Above8192OrAbove16Megapixels()
    {
        Assert.False(new VideoFormat(VideoCodec.H264, 4096, 4096, 4096, 4096, false, false).IsTooLarge);
        Assert.True(new VideoFormat(VideoCodec.H264, 8208, 100, 8208, 112, false, false).IsTooLarge);
        Assert.True(new VideoFormat(VideoCodec.H264, 7680, 4320, 7680, 4320, false, false).IsTooLarge);
    }
}
