using OrleansFrames.Bench.Capture.Cameras;
using OrleansFrames.Bench.Capture.Peers;
using OrleansFrames.Bench.Capture.Senders;
using OrleansFrames.Bench.Figures;
using OrleansFrames.Bench.Machine;

namespace OrleansFrames.Bench.Capture;

/// <summary>What a picture costs: the whole service, in turn with programs that only make pictures of the same cameras.</summary>
internal sealed class CaptureBench
{
    private const string Unit = "cpu_s/participant_minute";

    private readonly BenchArguments _line;
    private readonly CancellationToken _cancellation;
    private readonly Dictionary<CaptureScene, List<CaptureRun>> _ours = [];
    private readonly Dictionary<(Peer Peer, CaptureScene Scene), List<CaptureRun>> _peers = [];
    private bool _failed;

    private CaptureBench(BenchArguments line, CancellationToken cancellationToken) => (_line, _cancellation) = (line, cancellationToken);

    /// <returns>True when no row failed.</returns>
    public static async Task<bool> RunAsync(BenchArguments line, CancellationToken cancellationToken)
    {
        Console.WriteLine(MachineFacts.Describe(Path.GetTempPath()));
        CaptureBench bench = new(line, cancellationToken);
        await bench.ShowAsync();
        return !bench._failed;
    }

    private async Task ShowAsync()
    {
        foreach (var row in CaptureRows.Costs.Where(row => _line.Wants(row.Name)))
        {
            await ShowCostAsync(row);
        }

        if (_line.Wants(CaptureRows.Growth))
        {
            await ShowGrowthAsync();
        }

        if (_line.Wants(CaptureRows.Cadence))
        {
            await ShowCadenceAsync();
        }

        if (_line.Wants(CaptureRows.Clock))
        {
            await ShowClockAsync();
        }

        foreach (var (name, few, many, limit) in CaptureRows.Memory.Where(row => _line.Wants(row.Name)))
        {
            await ShowMemoryAsync(name, few, many, limit);
        }

        foreach (var (peer, tracks, times) in CaptureRows.Peers.Where(row => _line.Wants(row.Peer.Name)))
        {
            await ShowPeerAsync(peer, tracks, times);
        }
    }

    private async Task ShowCostAsync(CaptureRow row)
    {
        // A peer speaks RTSP only, and asks for no key frames.
        var scene = row.Scene.Protocol == Protocol.Rtsp ? row.Scene : CaptureRows.Few with { Tracks = row.Scene.Tracks };
        await MeasureAsync(row.Scene, row.Peer, scene);
        var (ours, floor) = (_ours[row.Scene], _peers[(row.Peer, scene)]);
        var ratio = Median.Of(ours.Zip(floor, (own, other) => own.Cost / other.Cost));
        var most = row.Times ?? row.Limit / row.Reference;
        Show(row.Name, row.Scene.Tracks, Median.Of(ours.Select(run => run.Cost)), Median.Of(floor.Select(run => run.Cost)), Unit, ours, double.NaN,
        [
            ("ratio", Row.Figure(ratio)),
            ("most", Row.Figure(most ?? double.NaN)),
            ("peer", row.Peer.Name),
            ("peer_coverage", Row.Figure(Median.Of(floor.Select(run => run.Coverage)))),
            ("at_reference", Row.Figure(row.Limit is null ? double.NaN : ratio * row.Reference)),
            ("limit", Row.Figure(row.Limit ?? double.NaN)),
            ("aim", Row.Figure(row.Aim ?? double.NaN)),
        ],
        most is { } times ? (ratio, times) : null);
    }

    private async Task ShowGrowthAsync()
    {
        await MeasureAsync(CaptureRows.Few);
        await MeasureAsync(CaptureRows.Many);
        var growth = Median.Of(_ours[CaptureRows.Many].Zip(_ours[CaptureRows.Few], (many, few) => many.Cost / few.Cost));
        Show(CaptureRows.Growth, CaptureRows.Many.Tracks, growth, 1, $"times_n={CaptureRows.Few.Tracks}", _ours[CaptureRows.Many], 1.15);
    }

    private async Task ShowCadenceAsync()
    {
        await MeasureAsync(CaptureRows.InTime);
        var runs = _ours[CaptureRows.InTime];
        var late = 1 - Median.Of(runs.Select(run => run.InTime));
        Show(CaptureRows.Cadence, CaptureRows.InTime.Tracks, late, double.NaN, "late_share", runs, 0.01);
    }

    private async Task ShowClockAsync()
    {
        var (beyond, due, share) = await ClockRun.OfAsync(CaptureRows.Drawn, _line, _cancellation);
        CaptureRun run = new(double.NaN, (double)beyond.Count / due, 0, share);
        Show(CaptureRows.Clock, CaptureRows.Drawn.Tracks, beyond.Percentile(0.99), double.NaN, "ms_p99", [run], 100, [("p50_ms", Row.Figure(beyond.Percentile(0.5)))]);
    }

    private async Task ShowMemoryAsync(string name, CaptureScene few, CaptureScene many, double limit)
    {
        await MeasureAsync(few);
        await MeasureAsync(many);
        var each = Median.Of(_ours[many].Zip(_ours[few], (large, small) => (large.Memory - small.Memory) / 1e6 / (many.Tracks - few.Tracks)));
        Show(name, many.Tracks, each, double.NaN, "MB/track", _ours[many], limit, [("pss_mb", Row.Figure(Median.Of(_ours[many].Select(run => run.Memory / 1e6))))]);
    }

    private async Task ShowPeerAsync(Peer peer, int tracks, double? times)
    {
        CaptureScene scene = new(Protocol.Rtsp, tracks);
        await MeasureAsync(CaptureRows.Few, peer, scene);
        var (ours, others) = (_ours[CaptureRows.Few], _peers[(peer, scene)]);
        var ratio = Median.Of(others.Zip(ours, (other, own) => other.Cost / own.Cost));

        // More is better here; the verdict takes less.
        Show(peer.Name, tracks, Median.Of(others.Select(run => run.Cost)), Median.Of(ours.Select(run => run.Cost)), Unit, others, double.NaN,
            [("times_ours", Row.Figure(ratio)), ("least_times", Row.Figure(times ?? double.NaN))], times is { } least ? (-ratio, -least) : null);
    }

    /// <summary>Our runs of a scene, each followed by one of a peer; those that were made before are not made again.</summary>
    private async Task MeasureAsync(CaptureScene scene, Peer? peer = null, CaptureScene? peersScene = null)
    {
        var ours = _ours.TryGetValue(scene, out var had) ? had : _ours[scene] = [];
        var others = peer is null ? null : _peers.TryGetValue((peer, peersScene!), out var hadOthers) ? hadOthers : _peers[(peer, peersScene!)] = [];
        for (var run = 0; run < _line.Number("--runs"); run++)
        {
            if (ours.Count <= run)
            {
                await using var cameras = await StartAsync(scene);
                ours.Add(await SiloRun.OfAsync(scene, cameras, _line, _cancellation));
            }

            if (others?.Count <= run)
            {
                await using var cameras = await RtspCameras.StartAsync(peersScene!, _cancellation);
                others.Add(await PeerRun.OfAsync(peer!, peersScene!, cameras, _line, _cancellation));
            }
        }
    }

    private async Task<ICameras> StartAsync(CaptureScene scene) => scene.Protocol switch
    {
        Protocol.Rtsp => await RtspCameras.StartAsync(scene, _cancellation),
        Protocol.Rtmp => await RtmpCameras.StartAsync(scene, _cancellation),
        Protocol.Rtp => await RtpSenders.StartAsync(await Clips.MakeAsync(scene, _cancellation), scene.Tracks, _cancellation),
        _ => throw new InvalidOperationException($"No cameras speak {scene.Protocol}."),
    };

    /// <param name="judged">What is held against which limit, where it is not the value.</param>
    private void Show(
        string name,
        int n,
        double value,
        double floor,
        string unit,
        IReadOnlyList<CaptureRun> runs,
        double limit,
        IReadOnlyList<(string Name, string Value)>? more = null,
        (double Value, double Limit)? judged = null)
    {
        MachineShare share = new(Median.Of(runs.Select(run => run.Share.Idle)), Median.Of(runs.Select(run => run.Share.Others)));
        var fault = runs.FirstOrDefault(run => run.Fault is not null)?.Fault;
        var (held, most) = judged ?? (value, limit);
        var verdict = fault is null
            ? Verdict.Of(held, double.IsNaN(most) ? null : most, share)
            : Verdict.Of(double.PositiveInfinity, 0, share);
        _failed |= verdict == Verdict.Failed;
        Console.WriteLine(new Row(name, n, value, floor, unit)
        {
            More =
            [
                ("coverage", Row.Figure(Median.Of(runs.Select(run => run.Coverage)))),
                .. more ?? [],
                .. runs[^1].More,
                ("idle", Row.Figure(share.Idle)),
                ("others", Row.Figure(share.Others)),
                ("load", CpuWatch.LoadAverage()),
                ("verdict", verdict),
            ],
        });
        if (fault is not null)
        {
            Console.WriteLine($"{name} n={n}: {fault}");
        }
    }
}
