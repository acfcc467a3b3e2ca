using OrleansFrames.CaptureWorker.Pictures;

namespace OrleansFrames.CaptureWorker.Tests.Pictures;

public sealed class PictureSizeTests
{
    [Theory]
    [InlineData(1920, 1080, 360, 640, 360)]
    [InlineData(1920, 1080, 420, 746, 420)]
    [InlineData(1920, 1080, 480, 854, 480)]
    [InlineData(1920, 1080, 720, 1280, 720)]
    [InlineData(1920, 1080, 1080, 1920, 1080)]
    [InlineData(1920, 1080, 1440, 1920, 1080)]
    [InlineData(2560, 1440, 1440, 2560, 1440)]
    [InlineData(1080, 1920, 720, 720, 1280)]
    [InlineData(1080, 1920, 420, 420, 746)]
    [InlineData(640, 480, 360, 480, 360)]
    [InlineData(480, 480, 360, 360, 360)]
    [InlineData(641, 361, 720, 640, 360)]
    [InlineData(641, 361, 360, 640, 360)]
    [InlineData(361, 641, 361, 360, 640)]
    [InlineData(1920, 1080, 361, 640, 360)]
    [InlineData(4000, 100, 50, 2000, 50)]
    [InlineData(3, 3, 720, 2, 2)]
    public void Fit_KeepsTheAspect_IsEven_AndNeverLarger(int width, int height, int shortSide, int expectedWidth, int expectedHeight) =>
        Assert.Equal(new PictureSize(expectedWidth, expectedHeight), PictureSize.Fit(width, height, shortSide));
}
