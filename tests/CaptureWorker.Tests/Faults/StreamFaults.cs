using System.Globalization;
using System.Net;
using System.Net.Sockets;
using OrleansFrames.Capture;
using OrleansFrames.CaptureWorker.Tests.Servers;

namespace OrleansFrames.CaptureWorker.Tests.Faults;

/// <summary>Rows of the table over RTMP, SRT and UDP.</summary>
internal static class StreamFaults
{
    public static IEnumerable<(string Name, FaultCase Case)> All =>
    [
        ("rtmp refused", new(stage => Source($"rtmp://{stage.ClosedPlace()}/live/ada"), TickOutcome.Failed, FailureReason.Refused)),
        ("rtmp silent", new(stage => Source($"rtmp://{stage.SilentPlace()}/live/ada"), TickOutcome.Failed, FailureReason.Timeout)),
        ("rtmp headers only", new(stage => Source(stage.Servers.Nginx.RtmpUrl("nobody")), TickOutcome.NoVideo)),
        ("rtmp garbage", new(Garbage, TickOutcome.Failed, FailureReason.Unsupported)),
        ("rtmp stall", new(StoppingRtmp, TickOutcome.Failed, FailureReason.Stalled)),
        ("rtmp audio only", new(SoundOverRtmp, TickOutcome.NoVideo)),
        ("srt silent", new(_ => Source(At("srt://127.0.0.1", Ports.FreeUdp())), TickOutcome.Failed, FailureReason.Timeout)),
        ("srt wrong passphrase", new(async stage => new((await stage.SrtAsync("passphrase=a long secret")).Url + "?passphrase=another%20one"), TickOutcome.Failed, FailureReason.Auth)),
        ("srt stall", new(StoppingSrtAsync, TickOutcome.Failed, FailureReason.Stalled)),

        // Killed, it says no goodbye: over UDP that is silence.
        ("srt die", new(DyingSrtAsync, TickOutcome.Failed, FailureReason.Stalled)),
        ("udp silent", new(_ => Source(At("udp://@", Ports.FreeUdp())), TickOutcome.Failed, FailureReason.Timeout)),
        ("udp stall", new(StoppingUdp, TickOutcome.Failed, FailureReason.Stalled)),
    ];

    private static Task<FaultSource> Source(string url) => Task.FromResult(new FaultSource(url));

    private static string At(string place, int port) => string.Create(CultureInfo.InvariantCulture, $"{place}:{port}");

    private static Task<FaultSource> Garbage(FaultStage stage)
    {
        var server = stage.Keep(new TcpListener(IPAddress.Loopback, 0));
        server.Start();
        _ = AnswerAsync();
        return Source($"rtmp://{server.LocalEndpoint}/live/ada");

        // Until the listener is stopped.
        async Task AnswerAsync()
        {
            while (true)
            {
                var client = stage.Keep(await server.AcceptTcpClientAsync());
                await client.GetStream().WriteAsync("SSH-2.0-OpenSSH_9.2\r\n"u8.ToArray());
            }
        }
    }

    private static Task<FaultSource> StoppingRtmp(FaultStage stage)
    {
        var url = stage.Servers.Nginx.RtmpUrl("stopping");
        return Task.FromResult(new FaultSource(url, stage.Keep(stage.Servers.Camera.Send("-f", "flv", url)).PauseAsync));
    }

    private static Task<FaultSource> SoundOverRtmp(FaultStage stage)
    {
        var url = stage.Servers.Nginx.RtmpUrl("sound");
        stage.Keep(ServerProcess.Start("ffmpeg", "-nostdin", "-v", "error", "-re", "-f", "lavfi", "-i", "sine", "-c:a", "aac", "-f", "flv", url));
        return Source(url);
    }

    private static async Task<FaultSource> StoppingSrtAsync(FaultStage stage)
    {
        var server = await stage.SrtAsync();
        return new(server.Url, server.PauseAsync);
    }

    private static async Task<FaultSource> DyingSrtAsync(FaultStage stage)
    {
        var server = await stage.SrtAsync();
        return new(server.Url, () => server.DisposeAsync().AsTask());
    }

    private static Task<FaultSource> StoppingUdp(FaultStage stage)
    {
        var (sender, source) = stage.Udp();
        return Task.FromResult(source with { AfterFirst = sender.PauseAsync });
    }
}
