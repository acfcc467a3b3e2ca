using OrleansFrames.Bench;
using OrleansFrames.Bench.Api;
using OrleansFrames.Bench.Hosts;

if (args is ["peer", var secret, var folder])
{
    return await PeerProgram.RunAsync(secret, folder);
}

var line = BenchArguments.Parse(
    args,
    new Dictionary<string, IReadOnlyList<string>> { ["api"] = ApiRows.Names },
    new Dictionary<string, string>
    {
        ["--database"] = SiloDatabase.Sqlite.Name,
        ["--clients"] = "16",
        ["--participants"] = "100",
        ["--tracks"] = "50",
        ["--interval"] = "10",
        ["--seconds"] = "5",
        ["--runs"] = "3",
    });
if ((line.Error ?? SiloDatabase.WhyUnknown(line.Text("--database"))) is { } error)
{
    await Console.Error.WriteLineAsync(error);
    return 2;
}

using CancellationTokenSource stop = new();
Console.CancelKeyPress += (_, pressed) => (pressed.Cancel, _) = (true, stop.CancelAsync());
try
{
    return await ApiBench.RunAsync(line, stop.Token) ? 0 : 1;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    return 130;
}
