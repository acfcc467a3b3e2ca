using OrleansFrames.Capture;
using OrleansFrames.CaptureWorker.Tests.Cameras;
using OrleansFrames.CaptureWorker.Tests.Servers;

namespace OrleansFrames.CaptureWorker.Tests.Faults;

/// <summary>Rows of the table over HTTP: transport streams, HLS and what pretends to be one of them.</summary>
internal static class HttpFaults
{
    private const string Playlist = "#EXTM3U\n#EXT-X-TARGETDURATION:2\n";

    private static readonly string[] Sound = ["-f", "lavfi", "-i", "sine", "-t", "3", "-c:a", "aac", "-f", "mpegts"];

    public static IEnumerable<(string Name, FaultCase Case)> All =>
    [
        ("http refused", new(stage => Source($"http://{stage.ClosedPlace()}/"), TickOutcome.Failed, FailureReason.Refused)),
        ("http silent", new(stage => Source($"http://{stage.SilentPlace()}/"), TickOutcome.Failed, FailureReason.Timeout)),
        ("http headers only", new(stage => Source($"http://{stage.Live([]).Place}/"), TickOutcome.Failed, FailureReason.Timeout)),
        ("http stall", new(async stage => new($"http://{stage.Live(await stage.TransportStreamAsync("stall.ts")).Place}/"), TickOutcome.Failed, FailureReason.Stalled)),
        ("http die", new(DyingAsync, TickOutcome.Failed, FailureReason.Refused)),
        ("http garbage", new(stage => Source($"http://{stage.Live([.. Enumerable.Range(0, 8192).Select(each => (byte)(each * 7))]).Place}/"), TickOutcome.Failed, FailureReason.Unsupported)),
        ("http 401", new(stage => Answer(stage, RawHttp.Status("401 Unauthorized")), TickOutcome.Failed, FailureReason.Auth)),
        ("http audio only", new(async stage => new($"http://{stage.Live(await stage.MadeAsync("sound.ts", Sound)).Place}/"), TickOutcome.NoVideo)),
        ("http resolution change", new(ChangingAsync, TickOutcome.Captured) { Width = 160 }),
        ("http 8K", new(EightKAsync, TickOutcome.Failed, FailureReason.Unsupported)),
        ("dash manifest", new(stage => Answer(stage, RawHttp.Ok("<?xml version=\"1.0\"?><MPD><Period/></MPD>")), TickOutcome.Failed, FailureReason.Unsupported)),
        ("redirect without end", new(stage => Answer(stage, RawHttp.Redirect("/again")), TickOutcome.Failed, FailureReason.Unsupported)),
        ("redirect to a file", new(stage => Answer(stage, RawHttp.Redirect("file:///etc/passwd")), TickOutcome.Failed, FailureReason.BlockedAddress)),
        ("redirect inside", new(stage => Answer(stage, RawHttp.Redirect($"http://{stage.Canary.Place}/")), TickOutcome.Failed, FailureReason.BlockedAddress)),
        ("hls variant inside", new(stage => Answer(stage, RawHttp.Ok($"#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\nhttp://{stage.Canary.Place}/\n")), TickOutcome.Failed, FailureReason.BlockedAddress)),
        ("hls segment inside", new(stage => Answer(stage, RawHttp.Ok($"{Playlist}#EXTINF:2,\nhttp://{stage.Canary.Place}/\n")), TickOutcome.Failed, FailureReason.BlockedAddress)),
        ("hls key inside", new(LockedInside, TickOutcome.Failed, FailureReason.BlockedAddress)),
        ("hls garbage", new(stage => Segment(stage, [.. Enumerable.Range(0, 4096).Select(each => (byte)(each * 11))]), TickOutcome.Failed, FailureReason.Unsupported)),
    ];

    private static Task<FaultSource> Source(string url) => Task.FromResult(new FaultSource(url));

    private static Task<FaultSource> Answer(FaultStage stage, Func<System.Net.Sockets.NetworkStream, CancellationToken, Task> answer) =>
        Task.FromResult(stage.Http(_ => answer));

    private static Task<FaultSource> Segment(FaultStage stage, byte[] segment) => Task.FromResult(
        stage.Http(path => RawHttp.Ok(path == "/segment" ? segment : System.Text.Encoding.ASCII.GetBytes($"{Playlist}#EXTINF:2,\nsegment\n"))));

    private static Task<FaultSource> LockedInside(FaultStage stage) => Task.FromResult(stage.Http(path => path == "/segment"
        ? RawHttp.Ok(new byte[1024])
        : RawHttp.Ok($"{Playlist}#EXT-X-KEY:METHOD=AES-128,URI=\"http://{stage.Canary.Place}/\"\n#EXTINF:2,\nsegment\n")));

    private static async Task<FaultSource> DyingAsync(FaultStage stage)
    {
        var server = stage.Live(await stage.TransportStreamAsync("die.ts"));
        return new($"http://{server.Place}/", () => server.DisposeAsync().AsTask());
    }

    private static async Task<FaultSource> EightKAsync(FaultStage stage) =>
        new($"http://{stage.Live(await stage.MadeAsync("8k.ts", "-f", "h264", "-i", Clip.Of8K().File, "-c", "copy", "-f", "mpegts")).Place}/");

    private static async Task<FaultSource> ChangingAsync(FaultStage stage)
    {
        var large = await stage.TransportStreamAsync("large.ts");
        var small = await stage.TransportStreamAsync("less.ts", "-c:v", "libx264", "-preset", "ultrafast", "-g", "5", "-s", "160x90");
        var changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var source = stage.Http(_ => async (stream, token) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"u8.ToArray(), token);
            await stream.WriteAsync(large, token);
            await changed.Task.WaitAsync(token);
            await stream.WriteAsync(small, token);
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
        });
        return source with
        {
            AfterFirst = () =>
            {
                changed.TrySetResult();
                return Task.CompletedTask;
            },
        };
    }
}
