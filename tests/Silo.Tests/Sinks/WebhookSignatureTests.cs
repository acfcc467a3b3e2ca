using System.Text;
using OrleansFrames.Silo.Sinks.Webhook;

namespace OrleansFrames.Silo.Tests.Sinks;

/// <summary>Against values computed with Python's hmac.</summary>
public sealed class WebhookSignatureTests
{
    private static readonly byte[] Body = Encoding.UTF8.GetBytes("""{"type":"t","name":"Ä"}""");

    [Fact]
    public void Stream_IsLowerCaseHexOfTheBody()
        => Assert.Equal("0d46dad91132e6aae9eac3a36101b1be452910542544293a0765380b10ae3f3c", WebhookSignature.Stream(SinkSetup.Secret, Body));

    [Fact]
    public void Standard_CoversIdAndTimestamp()
        => Assert.Equal(
            "v1,TenW/ZQjgk90hq7dO1DxgvA4BR+H96LunKnyfJN1rgY=",
            WebhookSignature.Standard(SinkSetup.Secret, "11111111-2222-5333-8444-555555555555", 1_700_000_000, Body));
}
