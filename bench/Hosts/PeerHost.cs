using System.Globalization;

namespace OrleansFrames.Bench.Hosts;

/// <summary>The peer, as a process of its own; see <see cref="PeerProgram"/>.</summary>
internal sealed class PeerHost(ChildProcess process, int port) : IAsyncDisposable
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(30);

    public int Port => port;

    public int ProcessId => process.Id;

    public static async Task<PeerHost> StartAsync(string secret, string folder, CancellationToken cancellationToken)
    {
        TaskCompletionSource<int> listens = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var process = ChildProcess.Start(
            "dotnet",
            [typeof(PeerHost).Assembly.Location, "peer", secret, folder],
            new Dictionary<string, string> { ["Logging__LogLevel__Default"] = "Warning" },
            line =>
            {
                if (line.StartsWith(PeerProgram.Listens, StringComparison.Ordinal))
                {
                    listens.TrySetResult(int.Parse(line[PeerProgram.Listens.Length..], CultureInfo.InvariantCulture));
                }
            });
        try
        {
            return new(process, await listens.Task.WaitAsync(StartPatience, TimeProvider.System, cancellationToken));
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => process.DisposeAsync();
}
