using OrleansFrames.CaptureWorker.Sources.Rtsp;

namespace OrleansFrames.CaptureWorker.Tests.Sources;

public sealed class RtspAuthorizationTests
{
    private const string Rfc7616 = "realm=\"http-auth@example.org\", qop=\"auth, auth-int\", nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\", opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"";

    [Fact]
    public void Digest_OfRfc2617_Section35()
    {
        var authorization = new RtspAuthorization("Mufasa", "Circle Of Life", () => "0a4f113b");
        Assert.True(authorization.Accept(
            ["Digest realm=\"testrealm@host.com\", qop=\"auth,auth-int\", nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\", opaque=\"5ccc069c403ebaf9f0171e9517f40e41\""]));

        var header = authorization.For("GET", "/dir/index.html");

        Assert.Contains("response=\"6629fae49393a05397450978507c4ef1\"", header, StringComparison.Ordinal);
        Assert.Contains("qop=auth, nc=00000001, cnonce=\"0a4f113b\"", header, StringComparison.Ordinal);
        Assert.Contains("opaque=\"5ccc069c403ebaf9f0171e9517f40e41\"", header, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("MD5", "8ca523f5e9506fed4657c9700eebdbec")]
    [InlineData("SHA-256", "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1")]
    public void Digest_OfRfc7616_Section391(string algorithm, string response)
    {
        var authorization = new RtspAuthorization("Mufasa", "Circle of Life", () => "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ");
        Assert.True(authorization.Accept([$"Digest {Rfc7616}, algorithm={algorithm}"]));

        var header = authorization.For("GET", "/dir/index.html");

        Assert.Contains($"response=\"{response}\"", header, StringComparison.Ordinal);
        Assert.Contains($"algorithm={algorithm}", header, StringComparison.Ordinal);
    }

    [Fact]
    public void Accept_OfSeveralChallenges_TakesTheStrongest()
    {
        var authorization = new RtspAuthorization("u", "p", () => "c");

        Assert.True(authorization.Accept(["Basic realm=\"x\"", $"Digest {Rfc7616}, algorithm=MD5", $"Digest {Rfc7616}, algorithm=SHA-256"]));

        Assert.Contains("algorithm=SHA-256", authorization.For("OPTIONS", "rtsp://cam/"), StringComparison.Ordinal);
    }

    [Fact]
    public void Basic_IsTakenWhereNothingElseIsOffered()
    {
        var authorization = new RtspAuthorization("Aladdin", "open sesame", () => "c");

        Assert.True(authorization.Accept(["Basic realm=\"WallyWorld\""]));

        Assert.Equal("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==", authorization.For("OPTIONS", "rtsp://cam/"));
    }

    [Theory]
    [InlineData("Bearer realm=\"x\"")]
    [InlineData("Digest realm=\"x\"")]
    [InlineData("Digest realm=\"x\", nonce=\"n\", algorithm=MD5-sess")]
    [InlineData("Digest realm=\"x\", nonce=\"n\", qop=\"auth-int\"")]
    [InlineData("Digest realm=\"x")]
    [InlineData("")]
    public void Accept_OfWhatIsNotUnderstood_IsFalse(string challenge)
    {
        var authorization = new RtspAuthorization("u", "p", () => "c");

        Assert.False(authorization.Accept([challenge]));
        Assert.Null(authorization.For("OPTIONS", "rtsp://cam/"));
    }

    [Fact]
    public void NonceCount_RisesWithEveryRequest()
    {
        var authorization = new RtspAuthorization("u", "p", () => "c");
        Assert.True(authorization.Accept([$"Digest {Rfc7616}"]));

        Assert.Contains("nc=00000001", authorization.For("OPTIONS", "rtsp://cam/"), StringComparison.Ordinal);
        Assert.Contains("nc=00000002", authorization.For("OPTIONS", "rtsp://cam/"), StringComparison.Ordinal);
    }
}
