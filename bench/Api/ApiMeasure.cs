using System.Globalization;
using System.Text;
using OrleansFrames.Bench.Figures;
using OrleansFrames.Bench.Hosts;
using OrleansFrames.Bench.Load;
using OrleansFrames.Bench.Machine;

namespace OrleansFrames.Bench.Api;

/// <summary>Measures a row: silo and peer in turn, several times, and the medians.</summary>
internal sealed class ApiMeasure(ApiRow row, SiloHost silo, PeerHost peer, BenchArguments line)
{
    private readonly List<LoadRun> _silo = [];
    private readonly List<LoadRun> _peer = [];

    public async Task<IReadOnlyList<Row>> RunAsync(CancellationToken cancellationToken)
    {
        var requests = await PeerRequestsAsync(cancellationToken);
        for (var run = 0; run < line.Number("--runs"); run++)
        {
            // The first run pays for compiling: both have long been running where they are used.
            var warmUp = TimeSpan.FromSeconds(run == 0 ? line.Number("--warm-up") : 1);
            _silo.Add(await MeasureAsync(silo.Port, silo.ProcessId, warmUp, row.Turn, cancellationToken));
            _peer.Add(await MeasureAsync(peer.Port, peer.ProcessId, warmUp, AskPeerAsync, cancellationToken));
        }

        return [.. row.Names.Select(Shown)];

        async Task AskPeerAsync(int client, ClientLoop loop, CancellationToken cancelled)
        {
            foreach (var name in row.Names)
            {
                await loop.SendAsync(name, requests[client][name], mayBe: 0, cancelled);
            }
        }
    }

    /// <summary>Gives the peer the silo's own answers, for it to answer with.</summary>
    private async Task<IReadOnlyList<IReadOnlyDictionary<string, byte[]>>> PeerRequestsAsync(CancellationToken cancellationToken)
    {
        using var from = await KeepAliveClient.ConnectAsync(silo.Port, cancellationToken);
        using var to = await KeepAliveClient.ConnectAsync(peer.Port, cancellationToken);
        foreach (var name in row.Names)
        {
            var (_, answer) = await from.SendAsync(row.Probe(name), cancellationToken);
            await to.SendAsync(KeepAliveClient.Request("PUT", $"/answers/{name}", "", Encoding.UTF8.GetString(answer.Span)), cancellationToken);
        }

        return [.. Enumerable.Range(0, line.Number("--clients")).Select(client => row.Names.ToDictionary(name => name, name => PeerRequest(name, client)))];
    }

    private byte[] PeerRequest(string name, int client) => row.Commits
        ? KeepAliveClient.Request("POST", $"/commits/{name}?id={client}", SiloApi.ServerToken, "{}")
        : KeepAliveClient.Request("GET", $"/answers/{name}", SiloApi.ServerToken);

    private Task<LoadRun> MeasureAsync(
        int port, int process, TimeSpan warmUp, Func<int, ClientLoop, CancellationToken, Task> turn, CancellationToken cancellationToken)
        => LoadRun.OfAsync(port, process, line.Number("--clients"), warmUp, TimeSpan.FromSeconds(line.Number("--seconds")), turn, cancellationToken);

    private Row Shown(string name)
    {
        var value = Median.Of(_silo.Select(run => row.Value(run.Samples[name])));
        MachineShare share = new(Median.Of(_silo.Select(run => run.Share.Idle)), Median.Of(_silo.Select(run => run.Share.Others)));
        return new(name, line.Number("--clients"), value, Median.Of(_peer.Select(run => row.Value(run.Samples[name]))), row.Unit)
        {
            More =
            [
                ("ratio", Row.Figure(Median.Of(_silo.Zip(_peer, (own, floor) => row.Value(own.Samples[name]) / row.Value(floor.Samples[name]))))),
                ("peer", row.Commits ? "kestrel+sqlite" : "kestrel"),
                ("p50_ms", Milliseconds(0.5)),
                ("p99_ms", Milliseconds(0.99)),
                ("requests", ((int)Median.Of(_silo.Select(run => (double)run.Samples[name].Count))).ToString(CultureInfo.InvariantCulture)),
                ("cpu_s", Row.Figure(Median.Of(_silo.Select(run => run.CpuSeconds)))),
                ("cpu_ms_each", Row.Figure(Median.Of(_silo.Select(PerRequest)))),
                ("floor_cpu_ms_each", Row.Figure(Median.Of(_peer.Select(PerRequest)))),
                ("idle", Row.Figure(share.Idle)),
                ("others", Row.Figure(share.Others)),
                ("load", CpuWatch.LoadAverage()),
                ("verdict", Verdict.Of(value, row.Limit, share)),
            ],
        };

        string Milliseconds(double percentile) => Row.Figure(Median.Of(_silo.Select(run => run.Samples[name].Percentile(percentile))));
    }

    // Rows that are measured together share the processor time.
    private static double PerRequest(LoadRun run) => run.CpuSeconds * 1_000 / run.Samples.Values.Sum(sample => sample.Count);
}
