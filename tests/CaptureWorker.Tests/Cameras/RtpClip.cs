using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace OrleansFrames.CaptureWorker.Tests.Cameras;

/// <summary>Real video in the RTP packets of another hand: ffmpeg's. Its pictures are ten a second, a key frame every five.</summary>
internal sealed class RtpClip
{
    public const int Width = 320;
    public const int Height = 240;
    public const int KeyEvery = 5;

    private static readonly Lock Gate = new();
    private static readonly Dictionary<string, RtpClip> Made = [];

    private RtpClip(string file, string sdp, IReadOnlyList<byte[]> packets)
    {
        (File, Sdp) = (file, sdp);
        Pictures = [.. packets.GroupBy(packet => BinaryPrimitives.ReadUInt32BigEndian(packet.AsSpan(4))).Select(picture => picture.ToArray())];
    }

    /// <summary>The same video, to be decoded by ffmpeg.</summary>
    public string File { get; }

    /// <summary>As ffmpeg describes the packets.</summary>
    public string Sdp { get; }

    /// <summary>The packets of each picture.</summary>
    public IReadOnlyList<byte[][]> Pictures { get; }

    /// <summary>The same video as a byte stream of NAL units.</summary>
    public byte[] AnnexB() => Convert("h265", "hevc");

    /// <summary>The same video as a file of whole frames.</summary>
    public byte[] Ivf() => Convert("ivf", "ivf");

    /// <param name="encoder">As <c>-c:v</c> takes it, with its options.</param>
    public static RtpClip Make(string encoder, string options = "")
    {
        lock (Gate)
        {
            var name = $"{encoder} {options}";
            if (!Made.TryGetValue(name, out var clip))
            {
                var file = Path.Combine(Directory.CreateTempSubdirectory("frames-clip-").FullName, "clip.mkv");
                AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
                Ffmpeg.Run(
                    $"-v error -y -f lavfi -i testsrc2=s={Width}x{Height}:r=10 -t 2 -pix_fmt yuv420p -c:v {encoder} -b:v 200k -g {KeyEvery} {options} {file}");
                Made[name] = clip = Send(file);
            }

            return clip;
        }
    }

    private byte[] Convert(string extension, string format)
    {
        var converted = Path.ChangeExtension(File, extension);
        Ffmpeg.Run($"-v error -y -i {File} -c copy -f {format} {converted}");
        return System.IO.File.ReadAllBytes(converted);
    }

    // Everything fits into the socket's buffer, and on loopback a packet is there once it is sent.
    private static RtpClip Send(string file)
    {
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveBufferSize = 4 * 1024 * 1024 };
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var port = ((IPEndPoint)socket.LocalEndPoint!).Port;
        var sdp = Path.ChangeExtension(file, ".sdp");
        Ffmpeg.Run($"-v error -y -i {file} -c copy -strict experimental -f rtp -sdp_file {sdp} rtp://127.0.0.1:{port}?pkt_size=1200&rtcpport={port}");
        List<byte[]> packets = [];
        var buffer = new byte[2048];
        while (socket.Available > 0)
        {
            var length = socket.Receive(buffer);

            // Reports of the sender come on the same port.
            if ((buffer[1] & 0x7f) is >= 96)
            {
                packets.Add(buffer[..length]);
            }
        }

        return new(file, System.IO.File.ReadAllText(sdp), packets);
    }
}
