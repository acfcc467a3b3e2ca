using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using OrleansFrames.Delivery;
using OrleansFrames.Network;

namespace OrleansFrames.Silo.Tests.Sinks;

public sealed class WebhookSinkTests
{
    private static readonly byte[] Body = Encoding.UTF8.GetBytes("""{"type":"t","name":"Ä"}""");

    private static readonly AddressRule Loopback = new([], allowPrivate: true);

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
    public async Task SendAsync_NoAnswer_TimesOut()
    {
        await using var server = new RawServer((_, _, cancellationToken) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken));
        var result = await SendAsync(server.Url, 1_000);
        Assert.Equal((DeliveryVerdict.Retry, true, $"no answer from 127.0.0.1:{server.Port} within 1 s"), (result.Verdict, result.TimedOut, result.Error));
    }

    [Fact]
    public async Task SendAsync_AnAnswerInDrips_TimesOutAllTheSame()
    {
        await using var server = new RawServer(async (_, stream, cancellationToken) =>
        {
            await RawServer.WriteAsync(stream, "HTTP/1.1 200 OK\r\nX: ", cancellationToken);
            while (true)
            {
                await RawServer.WriteAsync(stream, "a", cancellationToken);
                await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, cancellationToken);
            }
        });
        var clock = Stopwatch.StartNew();
        var result = await SendAsync(server.Url, 1_000);
        Assert.True(result.TimedOut);
        Assert.True(clock.Elapsed >= TimeSpan.FromSeconds(0.9), "gave up before its time");
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
    public async Task SendAsync_Refused_SaysSo()
    {
        var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var port = ((IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();
        await AssertFaultAsync($"http://127.0.0.1:{port}/", $"127.0.0.1:{port} refused the connection");
    }

    [Fact]
    public async Task SendAsync_Reset_SaysSo()
    {
        await using var server = new RawServer((socket, _, _) =>
        {
            socket.LingerState = new LingerOption(true, 0);
            socket.Close();
            return Task.CompletedTask;
        });
        await AssertFaultAsync(server.Url, $"127.0.0.1:{server.Port} reset the connection");
    }

    [Fact]
    public async Task SendAsync_HungUp_SaysSo()
    {
        await using var server = new RawServer((_, _, _) => Task.CompletedTask);
        await AssertFaultAsync(server.Url, $"127.0.0.1:{server.Port} closed the connection before it answered");
    }

    [Fact]
    public async Task SendAsync_NotHttp_SaysSo()
    {
        await using var server = new RawServer((_, stream, cancellationToken) => RawServer.WriteAsync(stream, "220 mail ready\r\n\r\n", cancellationToken));
        await AssertFaultAsync(server.Url, $"127.0.0.1:{server.Port} did not answer in HTTP");
    }

    [Fact]
    public async Task SendAsync_EndlessHeaders_SaysSo()
    {
        await using var server = RawServer.Answering("HTTP/1.1 200 OK\r\nX: " + new string('a', 40_000));
        await AssertFaultAsync(server.Url, $"127.0.0.1:{server.Port} answered with too long headers");
    }

    [Fact]
    public async Task SendAsync_NameWithoutAddress_SaysSo()
    {
        var rule = new AddressRule([], true, (_, _) => throw new SocketException((int)SocketError.HostNotFound));
        await AssertFaultAsync("http://nowhere.test/", "the name nowhere.test has no address", rule);
    }

    [Fact]
    public async Task SendAsync_BlockedAddress_SaysWhichAndWhatToSet_AndConnectsNowhere()
    {
        await using var server = RawServer.Answering("HTTP/1.1 200 OK\r\nContent-Length: 0");
        var result = await SendAsync(server.Url, rule: new AddressRule([], allowPrivate: false));
        Assert.Equal(DeliveryVerdict.Retry, result.Verdict);
        Assert.Contains("127.0.0.1", result.Error, StringComparison.Ordinal);
        Assert.Contains("Network:Allow", result.Error, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task SendAsync_UnknownApp_SendsNothingUnsigned()
    {
        await using var server = RawServer.Answering("HTTP/1.1 200 OK\r\nContent-Length: 0");
        await using var provider = SinkSetup.Build(Loopback);
        var result = await provider.GetRequiredService<IEventSink>().SendAsync(SinkSetup.Request(server.Url, app: "key-2"), Body, CancellationToken.None);
        Assert.Equal((DeliveryVerdict.Retry, "this server knows no secret of app 'key-2' to sign with"), (result.Verdict, result.Error));
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task SendAsync_Cancelled_Throws()
    {
        await using var server = new RawServer((_, _, cancellationToken) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken));
        await using var provider = SinkSetup.Build(Loopback);
        using var cancelled = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => provider.GetRequiredService<IEventSink>().SendAsync(SinkSetup.Request(server.Url), Body, cancelled.Token));
    }

    private static async Task AssertFaultAsync(string url, string error, AddressRule? rule = null)
        => Assert.Equal(new DeliveryResult(DeliveryVerdict.Retry, Error: error), await SendAsync(url, rule: rule));

    private static async Task<DeliveryResult> SendAsync(string url, int timeoutMs = 30_000, AddressRule? rule = null, TimeProvider? clock = null)
    {
        await using var provider = SinkSetup.Build(rule ?? Loopback, clock);
        return await provider.GetRequiredService<IEventSink>().SendAsync(SinkSetup.Request(url, timeoutMs), Body, CancellationToken.None);
    }

    private sealed class FixedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
