using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using OrleansFrames.Apps;
using OrleansFrames.Delivery;
using OrleansFrames.Emulators;

namespace OrleansFrames.Silo.Tests.Sinks.Sqs;

public sealed class SqsSinkTests : HttpSinkSuite, IAsyncLifetime
{
    private SqsEmulator _sqs = null!;

    private protected override string HookType => "sqs";

    private protected override string Accepting
    {
        get
        {
#pragma warning disable CA5351 // the protocol's checksum
            var answer = $$"""{"MessageId":"1","MD5OfMessageBody":"{{Convert.ToHexStringLower(MD5.HashData(Body))}}"}""";
#pragma warning restore CA5351
            return $"HTTP/1.1 200 OK\r\nContent-Type: application/x-amz-json-1.0\r\nContent-Length: {answer.Length}\r\n\r\n{answer}";
        }
    }

    public async Task InitializeAsync() => _sqs = await SqsEmulator.StartAsync(TimeProvider.System);

    public async Task DisposeAsync() => await _sqs.DisposeAsync();

    [Fact]
    public async Task SendAsync_Event_IsOneMessageAsItIs()
    {
        var queue = _sqs.CreateQueue("frames");
        Assert.Equal(new DeliveryResult(DeliveryVerdict.Delivered, 200), await SendAsync(Hook(queue)));
        var message = Assert.Single(_sqs.Messages(queue));
        Assert.Equal(Encoding.UTF8.GetString(Body), message.Body);
        Assert.Equal((null, null), (message.GroupId, message.RepeatId));
        var id = NameUuid.Create(Guid.Parse("11111111-2222-5333-8444-555555555555"), "hook-1").ToString();
        Assert.Equal((3, SinkSetup.App, id, "t"), (message.Attributes.Count, message.Attributes["X-Api-Key"], message.Attributes["X-Webhook-Id"], message.Attributes["type"]));
    }

    [Fact]
    public async Task SendAsync_Compressed_IsBase64OfGzip()
    {
        var queue = _sqs.CreateQueue("frames");
        await SendAsync(Hook(queue), request => request with { Compress = true });
        using var plain = new MemoryStream();
        await using var gzip = new GZipStream(new MemoryStream(Convert.FromBase64String(Assert.Single(_sqs.Messages(queue)).Body)), CompressionMode.Decompress);
        await gzip.CopyToAsync(plain);
        Assert.Equal(Body, plain.ToArray());
    }

    [Fact]
    public async Task SendAsync_FifoQueue_KeepsTheOrderOfACallAndTakesARepeatOnce()
    {
        var queue = _sqs.CreateQueue("frames.fifo");
        for (var attempt = 1; attempt <= 2; attempt++)
        {
            Assert.Equal(DeliveryVerdict.Delivered, (await SendAsync(Hook(queue), request => request with { Attempt = attempt, CallCid = "default:c" })).Verdict);
        }

        var message = Assert.Single(_sqs.Messages(queue));
        Assert.Equal(("default:c", message.Attributes["X-Webhook-Id"]), (message.GroupId, message.RepeatId));
    }

    [Theory]
    [InlineData(null, SinkSetup.App)]
    [InlineData("default:käse", null)]
    public async Task SendAsync_FifoQueue_HasAGroupThatAmazonTakes(string? cid, string? group)
    {
        var queue = _sqs.CreateQueue("frames.fifo");
        await SendAsync(Hook(queue), request => request with { CallCid = cid });
        var said = Assert.Single(_sqs.Messages(queue)).GroupId!;
        Assert.Equal(group ?? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(cid!))), said);
        Assert.All(said, c => Assert.InRange(c, '!', '~'));
    }

    [Fact]
    public async Task SendAsync_CharactersThatAmazonRefuses_AreWrittenAsJsonEscapes()
    {
        var queue = _sqs.CreateQueue("frames");
        Assert.Equal(DeliveryVerdict.Delivered, (await SendAsync(Hook(queue), body: "{\"a\":\"\uFFFF\uFFFE\"}")).Verdict);
        Assert.Equal("""{"a":"\uffff\ufffe"}""", Assert.Single(_sqs.Messages(queue)).Body);
    }

    [Theory]
    [InlineData(null, "us-east-1")]
    [InlineData("eu-west-1", "eu-west-1")]
    public async Task SendAsync_Region_IsWhatIsSignedFor(string? region, string expected)
    {
        await SendAsync(Hook(_sqs.CreateQueue("frames")) with { SqsRegion = region });
        Assert.Equal(("SendMessage", expected, "sqs", SqsEmulator.AccessKey), Assert.Single(_sqs.Calls) is var call
            ? (call.Action, call.Scope.Region, call.Scope.Service, call.Scope.AccessKey)
            : default);
    }

    [Fact]
    public async Task SendAsync_WrongSecret_SaysWhatTheQueueSays()
    {
        var queue = _sqs.CreateQueue("frames");
        var result = await SendAsync(Hook(queue) with { SqsSecret = $"{SinkSetup.App}|another" });
        Assert.Equal((DeliveryVerdict.Retry, 403), (result.Verdict, result.Status));
        Assert.Equal($"{new Uri(queue).Authority} answered 403 InvalidSignatureException: the signature does not match", result.Error);
        Assert.Empty(_sqs.Messages(queue));
    }

    [Fact]
    public async Task SendAsync_NoSuchQueue_IsTriedAgain()
    {
        var result = await SendAsync(Hook($"{_sqs.Endpoint}/000000000000/none"));
        Assert.Equal((DeliveryVerdict.Retry, 400, null), (result.Verdict, result.Status, result.RetryAfter));
        Assert.Contains("QueueDoesNotExist", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(400, "RequestThrottled", 60)]
    [InlineData(400, "ThrottlingException", 60)]
    [InlineData(500, "InternalFailure", null)]
    public async Task SendAsync_Fault_IsTheQueuesWords_AndThrottlingAPause(int status, string code, int? seconds)
    {
        _sqs.Fault = async http =>
        {
            await SqsEmulator.RefuseAsync(http, status, code, "for\nnow");
            return true;
        };
        var queue = _sqs.CreateQueue("frames");
        var result = await SendAsync(Hook(queue));
        Assert.Equal((DeliveryVerdict.Retry, status), (result.Verdict, result.Status));
        Assert.Equal($"{new Uri(queue).Authority} answered {status} {code}: for now", result.Error);
        Assert.Equal(seconds is { } wait ? TimeSpan.FromSeconds(wait) : null, result.RetryAfter);
    }

    [Fact]
    public async Task SendAsync_SecretOfAnotherApp_IsNotUsed()
    {
        var result = await SendAsync(Hook(_sqs.CreateQueue("frames")) with { SqsSecret = "key-2|" + SqsEmulator.Secret });
        Assert.Equal((DeliveryVerdict.Retry, "the hook's sqs_secret cannot be opened by this server: send it again"), (result.Verdict, result.Error));
        Assert.Empty(_sqs.Calls);
    }

    [Fact]
    public async Task SendAsync_OwnIdentity_IsShownToAmazonAlone()
    {
        var queue = _sqs.CreateQueue("frames");
        var result = await SendAsync(Hook(queue) with { SqsAuthType = "resource" });
        Assert.Equal((DeliveryVerdict.Retry, $"this server's AWS identity is not shown to {new Uri(queue).Authority}"), (result.Verdict, result.Error));
        Assert.Empty(_sqs.Calls);
    }

    private protected override DeliveryRequest RequestTo(string authority, int timeoutMs)
        => SinkSetup.Request(Hook($"http://{authority}/000000000000/frames") with { TimeoutMs = timeoutMs });

    private static EventHook Hook(string queueUrl) => new("hook-1", "sqs", true, [], "all", null, 30_000, null, null)
    {
        SqsQueueUrl = queueUrl,
        SqsKey = SqsEmulator.AccessKey,
        SqsSecret = $"{SinkSetup.App}|{SqsEmulator.Secret}",
    };

    private async Task<DeliveryResult> SendAsync(EventHook hook, Func<DeliveryRequest, DeliveryRequest>? change = null, string? body = null)
    {
        await using var provider = SinkSetup.Build(Loopback);
        var request = SinkSetup.Request(hook);
        return await provider.Sink(HookType).SendAsync(
            change is null ? request : change(request), body is null ? Body : Encoding.UTF8.GetBytes(body), CancellationToken.None);
    }
}
