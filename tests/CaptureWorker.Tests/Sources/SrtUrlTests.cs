using OrleansFrames.Capture;
using OrleansFrames.CaptureWorker.Sources;
using OrleansFrames.CaptureWorker.Sources.Srt;

namespace OrleansFrames.CaptureWorker.Tests.Sources;

public sealed class SrtUrlTests
{
    [Fact]
    public void AUrl_IsTakenApart()
    {
        Assert.Equal(new SrtUrl("server", 9000, null, null, null, null), SrtUrl.Parse("srt://server:9000"));
        Assert.Equal(
            new SrtUrl("::1", 9000, "#!::r=live/ada,m=request", "a long secret&", 32, 200),
            SrtUrl.Parse("srt://[::1]:9000?mode=caller&streamid=#!::r=live/ada,m=request&passphrase=a%20long%20secret%26&pbkeylen=32&latency=200&pkt_size=1316"));
    }

    [Theory]
    [InlineData("srt://server", FailureReason.Unsupported, "port")]
    [InlineData("srt://:9000", FailureReason.Unsupported, "host")]
    [InlineData("srt://bob:x@server:9000", FailureReason.Unsupported, "a user")]
    [InlineData("srt://server:9000?mode=listener", FailureReason.Unsupported, "mode=caller")]
    [InlineData("srt://server:9000?mode=rendezvous", FailureReason.Unsupported, "mode=caller")]
    [InlineData("srt://server:9000?passphrase=short", FailureReason.Auth, "10 to 79")]
    [InlineData("srt://server:9000?latency=-1", FailureReason.Unsupported, "latency")]
    [InlineData("srt://server:9000?latency=9000", FailureReason.Unsupported, "8000")]
    [InlineData("srt://server:9000?pbkeylen=17", FailureReason.Unsupported, "pbkeylen")]
    public void AUrlThatCannotBePlayed_SaysWhy_AndTellsNoSecret(string url, FailureReason reason, string hint)
    {
        var fault = Assert.Throws<SourceException>(() => SrtUrl.Parse(url)).Fault;

        Assert.Equal(reason, fault.Reason);
        Assert.Contains(hint, fault.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("short", fault.Detail, StringComparison.Ordinal);
    }
}
