using System.Text;
using OrleansFrames.Cameras;
using OrleansFrames.Emulators;
using OrleansFrames.EndToEnd.Tests.Hosts;

namespace OrleansFrames.EndToEnd.Tests;

/// <summary>GetStream's own library for Node, unmodified, pointed at this service.</summary>
public sealed class SdkTests
{
    [Theory]
    [InlineData("page.mjs", "events verified\n")]
    [InlineData("operations.mjs", "groups passed\n")]
    public async Task NodeSdk_GoesThrough(string program, string end)
    {
        await using var server = await CameraServer.StartAsync(0, TimeProvider.System, CancellationToken.None);
        var camera = await server.AddAsync(new("ada"), CancellationToken.None);
        await using var silo = await SiloProcess.StartAsync();
        var output = await Node.RunAsync(
            program, $"http://127.0.0.1:{silo.Port}", SiloProcess.ApiKey, SiloProcess.Secret, Tokens.Server, camera.Url.ToString());
        Assert.EndsWith(end, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NodeSdkAndAmazons_SetUpAQueueAndReadIt()
    {
        await using var queues = await SqsEmulator.StartAsync(TimeProvider.System);
        var (queue, older) = (queues.CreateQueue("frames"), queues.CreateQueue("older"));
        await using var silo = await SiloProcess.StartAsync();
        var output = await Node.RunAsync(
            "queue.mjs", $"http://127.0.0.1:{silo.Port}", SiloProcess.ApiKey, SiloProcess.Secret, queue, older, SqsEmulator.AccessKey, SqsEmulator.Secret);
        Assert.EndsWith("queues read\n", output, StringComparison.Ordinal);
        Assert.DoesNotContain(Directory.EnumerateFiles(silo.Data, "*.db*"), file => Holds(file, SqsEmulator.Secret));
    }

    [Fact]
    public async Task NodeSdk_OneRecordingsEvents_ArriveAtEverySink()
    {
        await using var server = await CameraServer.StartAsync(0, TimeProvider.System, CancellationToken.None);
        var camera = await server.AddAsync(new("ada"), CancellationToken.None);
        await using var queues = await SqsEmulator.StartAsync(TimeProvider.System);
        await using var bus = await ServiceBusEmulator.StartAsync();
        await using var silo = await SiloProcess.StartAsync();
        var output = await Node.RunAsync(
            "sinks.mjs", $"http://127.0.0.1:{silo.Port}", SiloProcess.ApiKey, SiloProcess.Secret, Tokens.Server, camera.Url.ToString(),
            queues.CreateQueue("frames.fifo"), queues.CreateQueue("older"), SqsEmulator.AccessKey, SqsEmulator.Secret, bus.ConnectionString);
        Assert.EndsWith("events at 5 sinks\n", output, StringComparison.Ordinal);
        Assert.DoesNotContain(Directory.EnumerateFiles(silo.Data, "*.db*"), file => Holds(file, ServiceBusEmulator.Key));
    }

    /// <summary>Whether a secret is to be read in a file.</summary>
    private static bool Holds(string file, string secret)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream, Encoding.Latin1);
        return reader.ReadToEnd().Contains(secret, StringComparison.Ordinal);
    }
}
