using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using OrleansFrames.Capture;
using OrleansFrames.EndToEnd.Tests.Hosts;

namespace OrleansFrames.EndToEnd.Tests;

/// <summary>A participant whose video a media server sends here.</summary>
public sealed class PlainRtpTests
{
    [Fact]
    public async Task AParticipantWithRtp_IsCaptured()
    {
        var port = FreePort();
        using var sender = Process.Start("ffmpeg", [
            .. "-nostdin -v error -re -f lavfi -i testsrc2=s=640x360:r=10 -pix_fmt yuv420p -c:v libx264 -preset ultrafast -bf 0 -g 10 -bsf:v dump_extra -f rtp".Split(' '),
            $"rtp://127.0.0.1:{port}?rtcpport={port}&pkt_size=1200"]);
        try
        {
            await using var silo = await SiloProcess.StartAsync();
            var call = await Call.MakeAsync(silo.Api, "rtp", interval: 2, quality: "360p");
            await silo.Api.SendAsync(HttpMethod.Put, "video/call/default/rtp/participants/ada", new
            {
                UserId = "ada",
                Tracks = new[] { new { TrackType = TrackType.Video, Rtp = new { Port = port, PayloadType = 96, Codec = "H264" } } },
            });
            await call.StartAsync();

            IReadOnlyList<Tick> captured = [];
            await Patience.UntilAsync(
                async () => (captured = [.. (await call.TicksAsync()).Where(tick => tick.Outcome == TickOutcome.Captured)]).Count >= 3,
                TimeSpan.FromSeconds(90),
                () => $"three pictures over RTP; {captured.Count} came");
            await call.StopAsync();

            Assert.All(captured, tick => Assert.Equal((640, 360), (tick.Width, tick.Height)));
        }
        finally
        {
            sender.Kill();
            await sender.WaitForExitAsync();
        }
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
