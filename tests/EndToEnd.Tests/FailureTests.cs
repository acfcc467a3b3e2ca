using System.Text.Json;
using OrleansFrames.Cameras;
using OrleansFrames.EndToEnd.Tests.Hosts;

namespace OrleansFrames.EndToEnd.Tests;

/// <summary>A recording that cannot do its work says so once, with the reason, and ends.</summary>
public sealed class FailureTests
{
    [Fact]
    public async Task StoreThatCannotBeWritten_FailsTheRecordingOnceWithStore()
    {
        await using var silo = await SiloProcess.StartAsync();
        // A place where not even root may make files.
        var frames = Path.Combine(silo.Data, "frames");
        File.CreateSymbolicLink(frames, "/proc/self");
        await FailsAsync(silo, "store");
    }

    [Fact]
    public async Task WorkerThatCannotStart_FailsTheRecordingOnceWithWorkerLost()
    {
        var broken = Directory.CreateTempSubdirectory("frames-");
        try
        {
            var worker = Path.Combine(broken.FullName, "Broken.dll");
            await File.WriteAllTextAsync(worker, "no program");
            await using var silo = await SiloProcess.StartAsync(new Dictionary<string, string> { ["CaptureWorker__Path"] = worker });
            await FailsAsync(silo, "worker_lost");
        }
        finally
        {
            broken.Delete(recursive: true);
        }
    }

    private static async Task FailsAsync(SiloProcess silo, string reason)
    {
        await using var server = await CameraServer.StartAsync(0, TimeProvider.System, CancellationToken.None);
        await using var receiver = await HookReceiver.StartAsync();
        await Call.HookAsync(silo.Api, receiver.Url);
        var camera = await server.AddAsync(new("ada"), CancellationToken.None);
        var call = await Call.MakeAsync(silo.Api, "fails", interval: 2);
        await call.PutAsync("ada", camera.Url.ToString());
        await call.StartAsync();

        await Patience.UntilAsync(
            () => Task.FromResult(receiver.OfType("call.frame_recording_failed").Count > 0), TimeSpan.FromSeconds(30), () => "the recording to fail");
        // Whatever else it sends has come when an event that is made later has.
        await silo.Api.SendAsync(HttpMethod.Delete, "video/call/default/fails/participants/ada");
        await Patience.UntilAsync(
            () => Task.FromResult(receiver.OfType("call.session_participant_left").Count > 0), TimeSpan.FromSeconds(30), () => "the participant's leave");

        var failed = Assert.Single(receiver.OfType("call.frame_recording_failed"));
        Assert.Equal(reason, failed.GetProperty("reason").GetString());
        Assert.Equal(JsonValueKind.Null, failed.GetProperty("call").GetProperty("egress").GetProperty("frame_recording").ValueKind);
        Assert.Empty(receiver.Ready);
        Assert.Empty(receiver.OfType("call.frame_recording_stopped"));
        var now = await silo.Api.SendAsync(HttpMethod.Get, "video/call/default/fails");
        Assert.Equal(JsonValueKind.Null, now.GetProperty("call").GetProperty("egress").GetProperty("frame_recording").ValueKind);
        Assert.Equal("failed", (await call.EgressAsync()).Status);
    }
}
