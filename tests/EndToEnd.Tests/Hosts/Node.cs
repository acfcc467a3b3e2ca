using System.Diagnostics;

namespace OrleansFrames.EndToEnd.Tests.Hosts;

/// <summary>Runs a script of the folder Sdk, with GetStream's own library for Node.</summary>
internal static class Node
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <returns>What it printed; a script that fails, fails the test with its words.</returns>
    public static async Task<string> RunAsync(string script, params IEnumerable<string> arguments)
    {
        ProcessStartInfo start = new("node", [Path.Combine(Built.Sdk, script), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var node = Process.Start(start)!;
        using CancellationTokenSource deadline = new(Patience);
        var output = node.StandardOutput.ReadToEndAsync(deadline.Token);
        var errors = node.StandardError.ReadToEndAsync(deadline.Token);
        try
        {
            await node.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            node.Kill(entireProcessTree: true);
            throw new TimeoutException($"{script} did not end within {Patience.TotalSeconds} s");
        }

        Assert.True(node.ExitCode == 0, $"{await output}\n{await errors}");
        return await output;
    }
}
