using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using OrleansFrames.Bench.Capture.Senders;

namespace OrleansFrames.Bench.Tests.Capture;

public sealed class RtpSendersTests
{
    private const int Waits = 30_000;

    private static readonly byte[] Report = [0x80, 201, 0, 1, 0, 0, 0, 7];
    private static readonly byte[] Request = [.. Report, 0x81, 206, 0, 2, 0, 0, 0, 7, 0, 0, 0, 1];

    [Fact]
    public async Task ASender_SendsToWhoeverReports_AndAKeyFrameToWhoeverAsksForOne()
    {
        var folder = Directory.CreateTempSubdirectory("frames-bench-clip-");
        var clip = Path.Combine(folder.FullName, "clip.mp4");
        using (var ffmpeg = Process.Start("ffmpeg", $"-nostdin -v error -f lavfi -i testsrc2=s=160x120:r=30 -t 120 -pix_fmt yuv420p -c:v libx264 -preset ultrafast -g 1800 -bf 0 {clip}".Split(' ')))
        {
            await ffmpeg.WaitForExitAsync();
            Assert.Equal(0, ffmpeg.ExitCode);
        }

        await using var senders = await RtpSenders.StartAsync(clip, 2, CancellationToken.None);
        folder.Delete(recursive: true);
        using Socket receiver = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = Waits };
        receiver.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        IPEndPoint sender = new(IPAddress.Loopback, JsonSerializer.SerializeToElement(senders.Track(1)).GetProperty("rtp").GetProperty("port").GetInt32());

        receiver.SendTo(Report, sender);
        Assert.False(IsKey(Receive(receiver)));
        receiver.SendTo(Request, sender);
        while (!IsKey(Receive(receiver)))
        {
        }

        Assert.Equal((1, 0), (senders.Requests, senders.OwnKeys));
    }

    private static byte[] Receive(Socket socket)
    {
        var buffer = new byte[2_048];
        return buffer[..socket.Receive(buffer)];
    }

    // A slice of a key frame, or its first fragment; parameter sets come before it.
    private static bool IsKey(byte[] packet) => (packet[12] & 0x1f) is 5 or 7 || ((packet[12] & 0x1f) == 28 && (packet[13] & 0x1f) == 5);
}
