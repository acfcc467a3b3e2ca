using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using OrleansFrames.Delivery;

namespace OrleansFrames.Silo.Tests.Sinks;

public sealed class WebhookSinkTests : HttpSinkSuite
{
    private protected override string HookType => "webhook";

    private protected override string Accepting => "HTTP/1.1 204 No Content\r\n\r\n";

    [Fact]
    public async Task SendAsync_Accepted_IsDelivered_AndSignedInBothWays()
    {
        await using var server = RawServer.Answering("HTTP/1.1 204 No Content");
        var result = await SendAsync(server.Url);
        Assert.Equal(new DeliveryResult(DeliveryVerdict.Delivered, 204), result);

        var request = Assert.Single(server.Requests);
        Assert.Equal("POST /hook?a=b HTTP/1.1", request.Line);
        Assert.Equal(Body, request.Body);
        Assert.Equal("application/json", request.Headers["Content-Type"]);
        Assert.Matches("^OrleansFrames/[0-9.]+$", request.Headers["User-Agent"]);
        Assert.Equal(SinkSetup.App, request.Headers["X-API-KEY"]);
        Assert.Equal("3", request.Headers["X-WEBHOOK-ATTEMPT"]);
        var id = request.Headers["X-WEBHOOK-ID"];
        Assert.Equal(NameUuid.Create(Guid.Parse("11111111-2222-5333-8444-555555555555"), "hook-1").ToString(), id);
        Assert.Equal(id, request.Headers["webhook-id"]);

        // Computed beforehand with Python's hmac.
        Assert.Equal("0d46dad91132e6aae9eac3a36101b1be452910542544293a0765380b10ae3f3c", request.Headers["X-SIGNATURE"]);
        using var hmac = new HMACSHA256(Encoding.UTF8.GetBytes(SinkSetup.Secret));
        var timestamp = request.Headers["webhook-timestamp"];
        var sentAt = DateTimeOffset.FromUnixTimeSeconds(long.Parse(timestamp, CultureInfo.InvariantCulture));
        Assert.InRange(TimeProvider.System.GetUtcNow() - sentAt, TimeSpan.FromSeconds(-1), TimeSpan.FromSeconds(30));
        var expected = hmac.ComputeHash([.. Encoding.ASCII.GetBytes($"{id}.{timestamp}."), .. Body]);
        Assert.Equal($"v1,{Convert.ToBase64String(expected)}", request.Headers["webhook-signature"]);
    }

    [Theory]
    [InlineData(200, DeliveryVerdict.Delivered)]
    [InlineData(202, DeliveryVerdict.Delivered)]
    [InlineData(299, DeliveryVerdict.Delivered)]
    [InlineData(400, DeliveryVerdict.Retry)]
    [InlineData(404, DeliveryVerdict.Retry)]
    [InlineData(410, DeliveryVerdict.Gone)]
    [InlineData(429, DeliveryVerdict.Retry)]
    [InlineData(500, DeliveryVerdict.Retry)]
    [InlineData(503, DeliveryVerdict.Retry)]
    public async Task SendAsync_Status_GivesTheVerdict(int status, DeliveryVerdict verdict)
    {
        await using var server = RawServer.Answering($"HTTP/1.1 {status} X\r\nContent-Length: 0");
        var result = await SendAsync(server.Url);
        var error = verdict == DeliveryVerdict.Delivered ? null : $"the far side answered {status}";
        Assert.Equal(new DeliveryResult(verdict, status, error), result);
    }

    [Theory]
    [InlineData("120", 120)]
    [InlineData("Fri, 02 Jan 2026 03:05:05 GMT", 60)]
    [InlineData("Fri, 02 Jan 2026 03:00:00 GMT", null)]
    [InlineData("soon", null)]
    [InlineData("-5", null)]
    public async Task SendAsync_RetryAfter_IsReadAsSecondsOrDate(string header, int? seconds)
    {
        await using var server = RawServer.Answering($"HTTP/1.1 429 X\r\nContent-Length: 0\r\nRetry-After: {header}");
        var result = await SendAsync(server.Url, clock: new FixedClock(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero)));
        Assert.Equal(seconds is { } s ? TimeSpan.FromSeconds(s) : null, result.RetryAfter);
    }

    [Fact]
    public async Task SendAsync_Redirect_IsNotFollowed()
    {
        await using var inside = RawServer.Answering("HTTP/1.1 200 OK\r\nContent-Length: 0");
        await using var server = RawServer.Answering($"HTTP/1.1 302 Found\r\nLocation: {inside.Url}\r\nContent-Length: 0");
        var result = await SendAsync(server.Url);
        Assert.Equal(new DeliveryResult(DeliveryVerdict.Retry, 302, "the far side answered 302; redirects are not followed"), result);
        Assert.Empty(inside.Requests);
    }

    [Fact]
    public async Task SendAsync_AnEndlessBody_IsNotRead()
    {
        var sent = 0L;
        var hungUp = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = new RawServer(async (_, stream, cancellationToken) =>
        {
            try
            {
                await RawServer.WriteAsync(stream, "HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n", cancellationToken);
                while (true)
                {
                    await stream.WriteAsync(new byte[64 * 1024], cancellationToken);
                    Interlocked.Add(ref sent, 64 * 1024);
                }
            }
            finally
            {
                hungUp.TrySetResult();
            }
        });
        Assert.Equal(DeliveryVerdict.Delivered, (await SendAsync(server.Url)).Verdict);
        await hungUp.Task.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.InRange(Interlocked.Read(ref sent), 0, 50_000_000); // what the kernel's buffers take
    }

    [Fact]
    public async Task SendAsync_UnknownApp_SendsNothingUnsigned()
    {
        await using var server = RawServer.Answering("HTTP/1.1 200 OK\r\nContent-Length: 0");
        await using var provider = SinkSetup.Build(Loopback);
        var result = await provider.Sink(HookType).SendAsync(SinkSetup.Request(server.Url, app: "key-2"), Body, CancellationToken.None);
        Assert.Equal((DeliveryVerdict.Retry, "this server knows no secret of app 'key-2' to sign with"), (result.Verdict, result.Error));
        Assert.Empty(server.Requests);
    }

    [Theory]
    [InlineData(255, false)]
    [InlineData(256, true)]
    public async Task SendAsync_Compressed_IsGzipFrom256BytesOn_SignedAsItWasBefore(int length, bool isGzip)
    {
        await using var server = RawServer.Answering("HTTP/1.1 204 No Content");
        await using var provider = SinkSetup.Build(Loopback);
        var body = Encoding.UTF8.GetBytes($$"""{"a":"{{new string('x', length - 8)}}"}""");
        var result = await provider.Sink(HookType).SendAsync(SinkSetup.Request(server.Url) with { Compress = true }, body, CancellationToken.None);
        Assert.Equal(DeliveryVerdict.Delivered, result.Verdict);

        var request = Assert.Single(server.Requests);
        Assert.Equal(isGzip ? "gzip" : null, request.Headers.GetValueOrDefault("Content-Encoding"));
        Assert.Equal("application/json", request.Headers["Content-Type"]);
        Assert.Equal(body, isGzip ? Unzipped(request.Body) : request.Body);
        Assert.Equal(
            Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(SinkSetup.Secret), body)), request.Headers["X-SIGNATURE"]);
    }

    private protected override DeliveryRequest RequestTo(string authority, int timeoutMs) => SinkSetup.Request($"http://{authority}/hook?a=b", timeoutMs);

    private async Task<DeliveryResult> SendAsync(string url, TimeProvider? clock = null)
    {
        await using var provider = SinkSetup.Build(Loopback, clock);
        return await provider.Sink(HookType).SendAsync(SinkSetup.Request(url), Body, CancellationToken.None);
    }

    private static byte[] Unzipped(byte[] body)
    {
        using var plain = new MemoryStream();
        using var gzip = new GZipStream(new MemoryStream(body), CompressionMode.Decompress);
        gzip.CopyTo(plain);
        return plain.ToArray();
    }

    private sealed class FixedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
