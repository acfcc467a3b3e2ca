using System.Net;
using System.Net.Sockets;
using System.Text;
using OrleansFrames.Delivery;
using OrleansFrames.Network;

namespace OrleansFrames.Silo.Tests.Sinks;

/// <summary>What every sink keeps, whatever its far side does: a verdict within its time, one sentence, and nothing thrown.</summary>
public abstract class EventSinkSuite
{
    private protected static readonly byte[] Body = Encoding.UTF8.GetBytes("""{"type":"t","name":"Ä"}""");

    private protected static readonly AddressRule Loopback = new([], allowPrivate: true);

    private protected abstract string HookType { get; }

    [Fact]
    public async Task SendAsync_NoAnswer_TimesOut()
    {
        await using var server = new RawServer((_, _, cancellationToken) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken));
        var result = await SendToAsync(At(server), 1_000);
        Assert.Equal((DeliveryVerdict.Retry, true, $"no answer from {At(server)} within 1 s"), (result.Verdict, result.TimedOut, result.Error));
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
    public async Task SendAsync_NameWithoutAddress_SaysSo()
    {
        var rule = new AddressRule([], true, (_, _) => throw new SocketException((int)SocketError.HostNotFound));
        Assert.Equal(
            new DeliveryResult(DeliveryVerdict.Retry, Error: "the name nowhere.test has no address"), await SendToAsync("nowhere.test", rule: rule));
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

    private protected static string At(RawServer server) => $"127.0.0.1:{server.Port}";

    /// <summary>A fault of the connection, for which a sink whose protocol is not ours may have other words.</summary>
    private protected virtual void AssertFault(string sentence, string authority, DeliveryResult result)
        => Assert.Equal(new DeliveryResult(DeliveryVerdict.Retry, Error: sentence), result);

    private protected async Task AssertFaultAsync(string authority, string error) => AssertFault(error, authority, await SendToAsync(authority));

    private protected async Task<DeliveryResult> SendToAsync(string authority, int timeoutMs = 30_000, AddressRule? rule = null)
    {
        await using var provider = SinkSetup.Build(rule ?? Loopback);
        return await provider.Sink(HookType).SendAsync(RequestTo(authority, timeoutMs), Body, CancellationToken.None);
    }
}
