using System.Diagnostics;
using OrleansFrames.Delivery;

namespace OrleansFrames.Silo.Tests.Sinks;

/// <summary>What every sink keeps whose protocol is HTTP.</summary>
public abstract class HttpSinkSuite : EventSinkSuite
{
    /// <summary>The far side's answer to a body, byte for byte.</summary>
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
    public async Task SendAsync_EndlessHeaders_SaysSo()
    {
        await using var server = RawServer.Answering("HTTP/1.1 200 OK\r\nX: " + new string('a', 40_000));
        await AssertFaultAsync(At(server), $"{At(server)} answered with too long headers");
    }
}
