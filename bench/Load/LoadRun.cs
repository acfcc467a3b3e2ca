using System.Diagnostics;
using OrleansFrames.Bench.Figures;
using OrleansFrames.Bench.Machine;

namespace OrleansFrames.Bench.Load;

/// <summary>A server that was under load for a while.</summary>
/// <param name="Samples">Times by the name of the request.</param>
/// <param name="CpuSeconds">Of the server's process and its children.</param>
/// <param name="Share">How the machine was shared meanwhile.</param>
internal sealed record LoadRun(IReadOnlyDictionary<string, Sample> Samples, double CpuSeconds, MachineShare Share)
{
    /// <summary>Runs clients side by side, each over and over, at first for nothing, until the time is over.</summary>
    /// <param name="process">The server's.</param>
    /// <param name="turn">A client's turn; it is given its number, from 0.</param>
    public static async Task<LoadRun> OfAsync(
        int port,
        int process,
        int clients,
        TimeSpan warmUp,
        TimeSpan window,
        Func<int, ClientLoop, CancellationToken, Task> turn,
        CancellationToken cancellationToken)
    {
        var connections = await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => KeepAliveClient.ConnectAsync(port, cancellationToken)));
        try
        {
            ClientLoop[] loops = [.. connections.Select(connection => new ClientLoop(connection))];
            using CancellationTokenSource over = new();
            var turns = Task.WhenAll(loops.Select((loop, number) => Task.Run(() => TurnsAsync(loop, number), cancellationToken)));
            await WaitAsync(turns, warmUp, cancellationToken);
            CpuWatch watch = new(process);
            var began = Stopwatch.GetTimestamp();
            Array.ForEach(loops, loop => loop.IsCounting = true);
            await WaitAsync(turns, window, cancellationToken);
            Array.ForEach(loops, loop => loop.IsCounting = false);
            var (took, cpu, share) = (Stopwatch.GetElapsedTime(began), watch.Seconds, watch.Share());
            await over.CancelAsync();
            await turns;
            return new(
                loops.SelectMany(loop => loop.Times).GroupBy(time => time.Name, time => time.Milliseconds)
                    .ToDictionary(times => times.Key, times => new Sample(times, took)),
                cpu,
                share);

            async Task TurnsAsync(ClientLoop loop, int number)
            {
                while (!over.IsCancellationRequested)
                {
                    await turn(number, loop, cancellationToken);
                }
            }
        }
        finally
        {
            Array.ForEach(connections, connection => connection.Dispose());
        }
    }

    // A turn that fails ends the run at once.
    private static async Task WaitAsync(Task turns, TimeSpan time, CancellationToken cancellationToken)
        => await await Task.WhenAny(turns, Task.Delay(time, TimeProvider.System, cancellationToken));
}
