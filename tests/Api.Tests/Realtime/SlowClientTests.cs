using System.Net.WebSockets;
using Microsoft.Extensions.Logging.Abstractions;
using OrleansFrames.Api.Auth;
using OrleansFrames.Api.Realtime;
using OrleansFrames.Api.Tests.Hosting;

namespace OrleansFrames.Api.Tests.Realtime;

/// <summary>A client that does not read holds up nobody.</summary>
[Collection(ApiSuite.Name)]
public sealed class SlowClientTests(ApiCluster cluster)
{
    private static readonly Telling News = new("default:slow", new byte[] { 1 }, new HashSet<string>(), IsFarewell: false);

    [Theory]
    [InlineData(true, WebSocketCloseStatus.PolicyViolation)]
    [InlineData(false, null)]
    public async Task Beyond_its_queue_a_slow_client_is_closed_with_the_reason_if_it_still_takes_one(bool reads, WebSocketCloseStatus? status)
    {
        using FakeSocket socket = new();
        Caller caller = new("key", "ada");
        CallWatches watches = new(cluster.Grains, caller, TimeProvider.System);
        watches.Add(["default:slow"], caller.Actor);
        ClientConnection connection = new(
            "id", caller, new(socket), watches, new() { ConnectionQueue = 4 }, TimeProvider.System, NullLogger.Instance);
        var running = connection.RunAsync(CancellationToken.None);
        connection.Tell(News);
        await socket.Sending.Task.WaitAsync(TimeSpan.FromSeconds(30));
        for (var one = 0; one < 4; one++)
        {
            connection.Tell(News);
            Assert.Null(socket.CloseStatus);
        }

        connection.Tell(News);
        if (reads)
        {
            socket.Read();
        }

        await running.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(status, socket.CloseStatus);
    }
}
