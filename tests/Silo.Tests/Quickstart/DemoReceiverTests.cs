using System.Net;
using System.Security.Cryptography;
using System.Text;
using OrleansFrames.Silo.Quickstart;

namespace OrleansFrames.Silo.Tests.Quickstart;

public sealed class DemoReceiverTests
{
    private const string Secret = "0123456789abcdef";
    private const string Event = """{"type":"call.frame_recording_ready","call_cid":"default:c1","event_id":"11111111-1111-5111-8111-111111111111"}""";

    [Fact]
    public async Task EachEvent_CountsOnceForItsCall()
    {
        await using var receiver = await DemoReceiver.StartAsync(Secret, CancellationToken.None);
        var other = Event.Replace("11111111-", "22222222-", StringComparison.Ordinal);
        foreach (var body in (string[])[Event, Event, other, Event.Replace("c1", "c10", StringComparison.Ordinal)])
        {
            Assert.Equal(HttpStatusCode.OK, await SendAsync(receiver, body, Sign(body, Secret)));
        }

        Assert.Equal((2, 1, 0), (receiver.Verified("default:c1"), receiver.Verified("default:c10"), receiver.Verified("default:c")));
        Assert.Equal(0, receiver.Refused);
    }

    [Fact]
    public async Task WrongSignatures_AreRefusedAndCounted()
    {
        await using var receiver = await DemoReceiver.StartAsync(Secret, CancellationToken.None);
        string?[] wrong = [null, "", "zz", Sign(Event, "another-secret-1"), Sign(Event + " ", Secret), Sign(Event, Secret)[..^1], Sign(Event, Secret).ToUpperInvariant()];
        foreach (var signature in wrong)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(receiver, Event, signature));
        }

        Assert.Equal((wrong.Length, 0), (receiver.Refused, receiver.Verified("default:c1")));
    }

    private static string Sign(string body, string secret)
        => Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(body)));

    private static async Task<HttpStatusCode> SendAsync(DemoReceiver receiver, string body, string? signature)
    {
        using SocketsHttpHandler handler = new();
        using HttpMessageInvoker client = new(handler);
        using HttpRequestMessage request = new(HttpMethod.Post, receiver.Url) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        if (signature is not null)
        {
            request.Headers.TryAddWithoutValidation("X-SIGNATURE", signature);
        }

        using var answer = await Deadline.For(client.SendAsync(request, CancellationToken.None), "the receiver's answer");
        return answer.StatusCode;
    }
}
