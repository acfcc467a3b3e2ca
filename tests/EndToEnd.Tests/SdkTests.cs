using System.Diagnostics;
using OrleansFrames.Cameras;
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
        ProcessStartInfo start = new("node", [
            Path.Combine(Built.Sdk, program), $"http://127.0.0.1:{silo.Port}", SiloProcess.ApiKey, SiloProcess.Secret, Tokens.Server, camera.Url.ToString()])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var node = Process.Start(start)!;
        using CancellationTokenSource deadline = new(TimeSpan.FromSeconds(120));
        var output = node.StandardOutput.ReadToEndAsync(deadline.Token);
        var errors = node.StandardError.ReadToEndAsync(deadline.Token);
        await node.WaitForExitAsync(deadline.Token);
        Assert.True(node.ExitCode == 0, $"{await output}\n{await errors}");
        Assert.EndsWith(end, await output, StringComparison.Ordinal);
    }
}
