using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using OrleansFrames.Delivery;
using OrleansFrames.Network;

namespace OrleansFrames.Silo.Tests.Sinks;

/// <summary>What every sink that speaks HTTP keeps, whatever its far side does: a verdict within its time, one sentence, and nothing thrown.</summary>
public abstract class EventSinkSuite
{
    private protected static readonly byte[] Body = Encoding.UTF8.GetBytes("""{"type":"t","name":"Ä"}""");

    private protected static readonly AddressRule Loopback = new([], allowPrivate: true);

    private protected abstract string HookType { get; }

    /// <summary>The far side's answer to <see cref="Body"/>, byte for byte.</summary>
    private protected abstract string Accepting { get; }

    [Fact]
    public async Task SendAsync_Taken_IsDelivered()
    {
        await using var server = new RawServer((_, stream, cancellationToken) => RawServer.WriteAsync(stream, Accepting, cancellationToken));
        var result = await SendToAsync(At(server));
        Assert.Equal((DeliveryVerdict.Delivered, null, false), (result.Verdict, result.Error, result.TimedOut));
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task SendAsync_ServerError_IsOneAttemptAndItsStatus()
    {
        await using var server = RawServer.Answering("HTTP/1.1 500 X\r\nContent-Length: 0");
        var result = await SendToAsync(At(server));
        Assert.Equal((DeliveryVerdict.Retry, 500, false), (result.Verdict, result.Status, result.TimedOut));
        Assert.NotNull(result.Error);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task SendAsync_RedirectInside_IsNotFollowed()
    {
        await using var inside = RawServer.Answering("HTTP/1.1 200 OK\r\nContent-Length: 0");
        await using var server = RawServer.Answering($"HTTP/1.1 307 X\r\nLocation: {inside.Url}\r\nContent-Length: 0");
        var result = await SendToAsync(At(server));
        Assert.Equal((DeliveryVerdict.Retry, 307), (result.Verdict, result.Status));
        Assert.Empty(inside.Requests);
    }

    [Fact]
    public async Task SendAsync_NoAnswer_TimesOut()
    {
        await using var server = new RawServer((_, _, cancellationToken) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken));
        var result = await SendToAsync(At(server), 1_000);
        Assert.Equal((DeliveryVerdict.Retry, true, $"no answer from {At(server)} within 1 s"), (result.Verdict, result.TimedOut, result.Error));
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
        var result = await SendToAsync(At(server), 1_000);
        Assert.True(result.TimedOut);
        Assert.True(clock.Elapsed >= TimeSpan.FromSeconds(0.9), "gave up before its time");
    }

    [Fact]
    public async Task SendAsync_Refused_SaysSo()
    {
        var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var authority = $"127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}";
        free.Stop();
        await AssertFaultAsync(authority, $"{authority} refused the connection");
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
        await AssertFaultAsync(At(server), $"{At(server)} reset the connection");
    }

    [Fact]
    public async Task SendAsync_HungUp_SaysSo()
    {
        await using var server = new RawServer((_, _, _) => Task.CompletedTask);
        await AssertFaultAsync(At(server), $"{At(server)} closed the connection before it answered");
    }

    [Fact]
    public async Task SendAsync_NotHttp_SaysSo()
    {
        await using var server = new RawServer((_, stream, cancellationToken) => RawServer.WriteAsync(stream, "220 mail ready\r\n\r\n", cancellationToken));
        await AssertFaultAsync(At(server), $"{At(server)} did not answer in HTTP");
    }

    [Fact]
    public async Task SendAsync_EndlessHeaders_SaysSo()
    {
        await using var server = RawServer.Answering("HTTP/1.1 200 OK\r\nX: " + new string('a', 40_000));
        await AssertFaultAsync(At(server), $"{At(server)} answered with too long headers");
    }

    [Fact]
    public async Task SendAsync_NameWithoutAddress_SaysSo()
    {
        var rule = new AddressRule([], true, (_, _) => throw new SocketException((int)SocketError.HostNotFound));
        await AssertFaultAsync("nowhere.test", "the name nowhere.test has no address", rule);
    }

    [Fact]
    public async Task SendAsync_BlockedAddress_SaysWhichAndWhatToSet_AndConnectsNowhere()
    {
        await using var server = RawServer.Answering("HTTP/1.1 200 OK\r\nContent-Length: 0");
        var result = await SendToAsync(At(server), rule: new AddressRule([], allowPrivate: false));
        Assert.Equal(DeliveryVerdict.Retry, result.Verdict);
        Assert.Contains("127.0.0.1", result.Error, StringComparison.Ordinal);
        Assert.Contains("Network:Allow", result.Error, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task SendAsync_Cancelled_Throws()
    {
        await using var server = new RawServer((_, _, cancellationToken) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken));
        await using var provider = SinkSetup.Build(Loopback);
        using var cancelled = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => provider.Sink(HookType).SendAsync(RequestTo(At(server), 30_000), Body, cancelled.Token));
    }

    private protected abstract DeliveryRequest RequestTo(string authority, int timeoutMs);

    private static string At(RawServer server) => $"127.0.0.1:{server.Port}";

    private async Task AssertFaultAsync(string authority, string error, AddressRule? rule = null)
        => Assert.Equal(new DeliveryResult(DeliveryVerdict.Retry, Error: error), await SendToAsync(authority, rule: rule));

    private async Task<DeliveryResult> SendToAsync(string authority, int timeoutMs = 30_000, AddressRule? rule = null)
    {
        await using var provider = SinkSetup.Build(rule ?? Loopback);
        return await provider.Sink(HookType).SendAsync(RequestTo(authority, timeoutMs), Body, CancellationToken.None);
    }
}
