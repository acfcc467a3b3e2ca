using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using OrleansFrames.Capture;
using OrleansFrames.CaptureWorker.Tests.Cameras;
using OrleansFrames.CaptureWorker.Tests.Servers;
using OrleansFrames.Silo.Capture.Workers;

namespace OrleansFrames.CaptureWorker.Tests.Faults;

/// <summary>All rows of the table at once in one set of worker processes, and in each of them a healthy camera.</summary>
public sealed class FaultTable : IAsyncLifetime, IDisposable
{
    // Longer than a source may keep silent before it is given up, so that each grab says how that ended.
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(30);

    private readonly MediaServers _servers = new();
    private readonly ConcurrentQueue<string> _missed = new();
    private readonly ConcurrentDictionary<string, int> _taken = new();
    private readonly CancellationTokenSource _over = new();
    private readonly ServiceProvider _services;
    private readonly FaultStage _stage;
    private Dictionary<string, Task> _rows = [];
    private Task _healthy = Task.CompletedTask;

    public FaultTable()
    {
        _services = new ServiceCollection().AddLogging().AddCaptureWorkers(options => options.AllowPrivate = true).BuildServiceProvider();
        _stage = new FaultStage(_servers);
    }

    internal WorkerPool Pool => _services.GetRequiredService<WorkerPool>();

    internal FaultStage Stage => _stage;

    internal static IEnumerable<(string Name, FaultCase Case)> Cases => [.. RtspFaults.All, .. HttpFaults.All, .. StreamFaults.All];

    /// <summary>Ends when a row has.</summary>
    internal Task RowAsync(string name) => _rows[name];

    internal async Task AllRowsAsync() => await Task.WhenAll(_rows.Values).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    public async Task InitializeAsync()
    {
        await _servers.InitializeAsync();
        await Pool.StartAsync(CancellationToken.None);
        var camera = _stage.Keep(new TestCamera(new CameraScript { Clip = Clip.Moving() }));
        _stage.Keep(_servers.Camera.Send("-f", "flv", _servers.Nginx.RtmpUrl("healthy")));
        string[] urls = [camera.Url, _servers.Nginx.RtmpUrl("healthy")];
        foreach (var url in urls)
        {
            await Patience.UntilAsync($"the first picture of {url}", async () => (await GrabAsync(url, url)).Outcome == TickOutcome.Captured);
        }

        _healthy = Task.WhenAll(urls.Select(WatchAsync));

        // One for RTSP, one for libVLC: each has a healthy camera and its share of the table.
        var workers = Pool.ProcessIds;
        Assert.Equal(2, workers.Count);
        _rows = Cases.ToDictionary(row => row.Name, row => RunAsync(row.Name, row.Case, workers));
    }

    public async Task DisposeAsync()
    {
        await AllRowsAsync();
        await _over.CancelAsync();
        await _healthy.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _services.DisposeAsync();
        await _stage.DisposeAsync();
        await _servers.DisposeAsync();
    }

    public void Dispose() => _over.Dispose();

    internal Task<GrabResult> GrabAsync(string key, string url) =>
        Pool.GrabAsync(new GrabRequest(key, new TrackSource(url), 360, TimeSpan.FromSeconds(2), Budget), CancellationToken.None);

    private async Task RunAsync(string name, FaultCase row, IReadOnlyList<int> workers)
    {
        var before = _taken.ToDictionary();
        var source = await Task.Run(() => row.Open(_stage));
        var isFirst = true;
        GrabResult? result = null;
        await Patience.UntilAsync(
            name,
            async () =>
            {
                result = await GrabAsync(name, source.Url);
                if (isFirst && result.Outcome == TickOutcome.Captured && source.AfterFirst is { } after)
                {
                    isFirst = false;
                    await after();
                }

                // What has yet to break must have played first: its server may still be starting.
                var hasBegun = source.AfterFirst is null || !isFirst;
                return hasBegun && (row.IsEndedBy(result) || !FaultCase.IsOnTheWay(result));
            },
            () => $"the last was {result}");
        Assert.True(row.IsEndedBy(result!), $"{name} ended with {result}");
        Assert.NotEqual("", result!.Detail);

        // The others went on, in the same processes, and missed nothing.
        foreach (var (url, taken) in before)
        {
            await Patience.UntilAsync($"two more pictures of {url} beside {name}", () => Task.FromResult(_taken[url] >= taken + 2 || !_missed.IsEmpty));
        }

        Assert.Empty(_missed);
        Assert.Equal(workers, Pool.ProcessIds);
    }

    private async Task WatchAsync(string url)
    {
        _taken[url] = 0;
        var last = DateTimeOffset.MinValue;
        while (!_over.IsCancellationRequested)
        {
            var result = await GrabAsync(url, url);
            if (result.Picture is { } picture && picture.CapturedAt > last)
            {
                last = picture.CapturedAt;
                _taken[url]++;
            }
            else if (result.Outcome is not (TickOutcome.Frozen or TickOutcome.Overload))
            {
                // A camera that had no time to draw, or a machine that has none for pictures: no fault of the table.
                _missed.Enqueue($"{url}: {result}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(500), TimeProvider.System, _over.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
