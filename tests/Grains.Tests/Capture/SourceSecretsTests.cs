using OrleansFrames.Apps;
using OrleansFrames.Capture;

namespace OrleansFrames.Grains.Tests.Capture;

public sealed class SourceSecretsTests
{
    private readonly PlainBox _box = new();

    [Theory]
    [InlineData("rtsp://admin:secret@camera:554/live?x=1#f", "rtsp://camera:554/live?x=1#f", "admin:secret")]
    [InlineData("rtsp://admin@camera/live", "rtsp://camera/live", "admin")]
    [InlineData("rtsp://admin:p%40ss%2Fw@camera/live", "rtsp://camera/live", "admin:p%40ss%2Fw")]
    [InlineData("rtsp://admin:p@ss@camera/live", "rtsp://camera/live", "admin:p@ss")]
    [InlineData("rtsp://admin:secret@[::1]:8554/live", "rtsp://[::1]:8554/live", "admin:secret")]
    [InlineData("rtsp://admin:secret@camera", "rtsp://camera", "admin:secret")]
    [InlineData("rtsp://admin:secret@camera?mail=a@b", "rtsp://camera?mail=a@b", "admin:secret")]
    [InlineData("rtsp://:@camera/live", "rtsp://camera/live", ":")]
    [InlineData("srt://server:9000?passphrase=a%20secret&streamid=ada", "srt://server:9000", "?passphrase=a%20secret&streamid=ada")]
    [InlineData("srt://server:9000?streamid=#!::u=ada,s=p@ss", "srt://server:9000", "?streamid=#!::u=ada,s=p@ss")]
    [InlineData("SRT://bob:x@server:9000?latency=200", "SRT://server:9000", "bob:x?latency=200")]
    [InlineData("srt://bob:x@server:9000", "srt://server:9000", "bob:x")]
    public void Sealed_UserInfo_LeavesTheUrlAndComesBack(string url, string clear, string userInfo)
    {
        var kept = new TrackSource(url, 720).Sealed(_box, "app");

        Assert.Equal(clear, kept.Url);
        Assert.Equal($"app|{userInfo}", kept.SealedUserInfo);
        Assert.Equal(new TrackSource(url, 720), kept.Opened(_box, "app"));
    }

    [Theory]
    [InlineData("rtsp://camera:554/live")]
    [InlineData("rtsp://camera/live@home")]
    [InlineData("rtsp://camera?user=a@b")]
    [InlineData("rtsp://[fe80::1]/live")]
    [InlineData("rtsp:///live@home")]
    [InlineData("srt://server:9000")]
    [InlineData("udp://@:5004")]
    [InlineData("rtp://@239.0.0.1:5004?localaddr=192.0.2.1")]
    [InlineData("no url at all")]
    [InlineData("mail@example.com")]
    [InlineData("")]
    public void Sealed_NoUserInfo_ChangesNothing(string url)
    {
        TrackSource source = new(url, 480);
        Assert.Same(source, source.Sealed(_box, "app"));
        Assert.Same(source, source.Opened(_box, "app"));
    }

    [Fact]
    public void Opened_ByAnotherApp_Fails()
        => Assert.Throws<InvalidOperationException>(() => new TrackSource("rtsp://a:b@camera/1").Sealed(_box, "app").Opened(_box, "other"));

    /// <summary>Seals by writing the app in front.</summary>
    private sealed class PlainBox : ISecretBox
    {
        public string Seal(string app, string secret) => $"{app}|{secret}";

        public string Open(string app, string sealedSecret) => sealedSecret.StartsWith($"{app}|", StringComparison.Ordinal)
            ? sealedSecret[(app.Length + 1)..]
            : throw new InvalidOperationException("sealed for another app");
    }
}
