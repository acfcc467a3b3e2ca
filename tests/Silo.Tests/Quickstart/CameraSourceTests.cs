using OrleansFrames.Silo.Quickstart;

namespace OrleansFrames.Silo.Tests.Quickstart;

public sealed class CameraSourceTests
{
    [Theory]
    [InlineData("rtsp://camera/live", "cam3", "cam3", "rtsp://camera/live")]
    [InlineData("door=rtsp://camera/live", "door", "door", "rtsp://camera/live")]
    [InlineData("Front Door=rtsp://camera/live", "Front Door", "front-door", "rtsp://camera/live")]
    [InlineData(" door = rtsp://camera/live ", "door", "door", "rtsp://camera/live")]
    [InlineData("door_2=rtsp://u:p=w@camera/live?a=b&c=d", "door_2", "door_2", "rtsp://u:p=w@camera/live?a=b&c=d")]
    [InlineData("rtsp://camera/live?a=b", "cam3", "cam3", "rtsp://camera/live?a=b")]
    [InlineData("rtsp://u:p=w@camera/live", "cam3", "cam3", "rtsp://u:p=w@camera/live")]
    [InlineData("=rtsp://camera/live", "cam3", "cam3", "=rtsp://camera/live")]
    [InlineData("Küche=rtsp://camera/live", "Küche", "k-che", "rtsp://camera/live")]
    public void Parse_TakesTheNameBeforeTheUrl(string text, string name, string id, string url)
    {
        var source = CameraSource.Parse(text, 3);

        Assert.Equal((name, id, url), (source.Name, source.Id, source.Url));
    }

    [Fact]
    public void TwoOfOneId_Clash()
    {
        Assert.Null(CameraSource.Clash(CameraSource.ParseAll(["rtsp://a/", "rtsp://b/", "door=rtsp://c/"])));
        Assert.Equal(
            "the names 'Küche' and 'K che' are the same participant, 'k-che'", CameraSource.Clash([new("Küche", "rtsp://a/"), new("K che", "rtsp://b/")]));
        Assert.Contains("'cam2' and 'CAM2'", CameraSource.Clash(CameraSource.ParseAll(["rtsp://a/", "rtsp://b/", "CAM2=rtsp://c/"])), StringComparison.Ordinal);
    }

    [Fact]
    public void NameThatIsNone_OrTooLong_IsRefused()
    {
        Assert.NotNull(CameraSource.Clash(CameraSource.ParseAll([" =rtsp://a/"])));
        Assert.Null(CameraSource.Clash([new(new('x', 64), "rtsp://a/")]));
        Assert.NotNull(CameraSource.Clash([new(new('x', 65), "rtsp://a/")]));
    }
}
