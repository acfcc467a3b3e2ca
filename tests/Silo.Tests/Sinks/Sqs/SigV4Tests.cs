using OrleansFrames.Emulators;

namespace OrleansFrames.Silo.Tests.Sinks.Sqs;

/// <summary>The gate before the emulator lets through what Amazon's published test suite signs ("get-vanilla"), and nothing else.</summary>
public sealed class SigV4Tests
{
    private const string Signature = "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31";

    private static readonly DateTimeOffset At = new(2015, 8, 30, 12, 36, 0, TimeSpan.Zero);

    [Fact]
    public void WhyNot_AmazonsExample_IsGenuine()
    {
        Assert.Null(WhyNot(Headers()));
        Assert.Null(WhyNot(Headers(), now: At.AddMinutes(14)));
    }

    [Fact]
    public void WhyNot_AnythingElse_SaysWhy()
    {
        Assert.Equal("no AWS4-HMAC-SHA256 authorization", WhyNot(new Dictionary<string, string>()));
        Assert.Equal("the signature does not match", WhyNot(Headers(signature: Signature.Replace('5', '6'))));
        Assert.Equal("the signature does not match", WhyNot(Headers(), path: "/a"));
        Assert.Equal("the signature does not match", WhyNot(Headers(), method: "POST"));
        Assert.Equal("the signature does not match", WhyNot(Headers(), body: "x"));
        Assert.Equal("the signature does not match", WhyNot(Headers(host: "other.amazonaws.com")));
        Assert.Equal("unknown access key", WhyNot(Headers(key: "AKIDOTHER")));
        Assert.Equal("signed too early or too late", WhyNot(Headers(), now: At.AddMinutes(16)));
        Assert.Equal("headers that are not signed, or not there: x-amz-target", WhyNot(new Dictionary<string, string>(Headers()) { ["x-amz-target"] = "t" }));
    }

    private static Dictionary<string, string> Headers(string signature = Signature, string host = "example.amazonaws.com", string key = "AKIDEXAMPLE") => new()
    {
        ["host"] = host,
        ["x-amz-date"] = "20150830T123600Z",
        ["authorization"] = $"AWS4-HMAC-SHA256 Credential={key}/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, Signature={signature}",
    };

    private static string? WhyNot(
        IReadOnlyDictionary<string, string> headers, DateTimeOffset? now = null, string path = "/", string method = "GET", string body = "")
        => SigV4.WhyNot(
            method, path, headers, System.Text.Encoding.UTF8.GetBytes(body), now ?? At,
            key => key == "AKIDEXAMPLE" ? "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY" : null, out _);
}
