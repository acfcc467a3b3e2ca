using System.Runtime.InteropServices;
using OrleansFrames.Bench;
using OrleansFrames.Bench.Api;
using OrleansFrames.Bench.Capture;
using OrleansFrames.Bench.Hosts;

if (args is ["peer", var secret, var folder])
{
    return await PeerProgram.RunAsync(secret, folder);
}

Dictionary<string, (BenchOffer Offer, Func<BenchArguments, CancellationToken, Task<bool>> RunAsync)> benches = new()
{
    ["api"] = (ApiRows.Offer, ApiBench.RunAsync),
    ["capture"] = (CaptureRows.Offer, CaptureBench.RunAsync),
};
var line = BenchArguments.Parse(args, benches.ToDictionary(bench => bench.Key, bench => bench.Value.Offer));
if ((line.Error ?? SiloDatabase.WhyUnknown(line.Text("--database"), line.Text("--postgres"))) is { } error)
{
    await Console.Error.WriteLineAsync(error);
    return 2;
}

using CancellationTokenSource stop = new();
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
try
{
    return await benches[line.Bench].RunAsync(line, stop.Token) ? 0 : 1;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    return 130;
}
catch (InvalidOperationException failed)
{
    await Console.Error.WriteLineAsync(failed.Message);
    return 1;
}

// What was started must be ended, too.
void Stop(PosixSignalContext context)
{
    context.Cancel = true;
    stop.Cancel();
}
