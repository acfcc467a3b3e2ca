using OrleansFrames.Capture;
using OrleansFrames.CaptureWorker.Tests.Cameras;

namespace OrleansFrames.CaptureWorker.Tests.Faults;

/// <summary>Rows of the table over RTSP.</summary>
internal static class RtspFaults
{
    public static IEnumerable<(string Name, FaultCase Case)> All =>
    [
        ("rtsp refused", new(stage => Source($"rtsp://{stage.ClosedPlace()}/cam"), TickOutcome.Failed, FailureReason.Refused)),
        ("rtsp silent", new(stage => Camera(stage, new() { IsSilent = true }), TickOutcome.Failed, FailureReason.Timeout)),
        ("rtsp headers only", new(stage => Camera(stage, new() { Clip = Clip.Moving(), StallAfter = 0 }), TickOutcome.NoVideo)),
        ("rtsp stall", new(stage => Camera(stage, new() { Clip = Clip.Moving(), StallAfter = 15 }), TickOutcome.Failed, FailureReason.Stalled)),
        ("rtsp die", new(Dying, TickOutcome.Failed, FailureReason.Refused)),
        ("rtsp garbage", new(stage => Source(stage.Http(_ => Servers.RawHttp.Ok("no")).Url.Replace("http:", "rtsp:", StringComparison.Ordinal)), TickOutcome.Failed, FailureReason.Unsupported)),
        ("rtsp 401", new(stage => Camera(stage, new() { Clip = Clip.Moving(), Login = ("bob", "right") }), TickOutcome.Failed, FailureReason.Auth)),
        ("rtsp audio only", new(stage => Camera(stage, new() { Sdp = TestSdp.AudioOnly }), TickOutcome.NoVideo)),
        ("rtsp resolution change", new(stage => Camera(stage, new() { Clip = Clip.Moving().Then(Clip.Moving(160, 120)) }), TickOutcome.Captured) { Width = 160 }),
        ("rtsp 8K", new(stage => Camera(stage, new() { Clip = Clip.Of8K() }), TickOutcome.Failed, FailureReason.Unsupported)),
    ];

    private static Task<FaultSource> Source(string url) => Task.FromResult(new FaultSource(url));

    private static Task<FaultSource> Camera(FaultStage stage, CameraScript script) => Task.FromResult(stage.Camera(script));

    private static Task<FaultSource> Dying(FaultStage stage)
    {
        var camera = stage.Keep(new TestCamera(new CameraScript { Clip = Clip.Moving() }));
        return Task.FromResult(new FaultSource(camera.Url, () => camera.DisposeAsync().AsTask()));
    }
}
