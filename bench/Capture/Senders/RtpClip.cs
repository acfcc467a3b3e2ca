using System.Diagnostics;

namespace OrleansFrames.Bench.Capture.Senders;

/// <summary>An H.264 clip, cut into RTP packets once for all who send it (RFC 6184, mode 1). Headers are left empty but for version, type and marker.</summary>
internal sealed class RtpClip
{
    public const int PayloadType = 96;
    public const int Header = 12;

    private const int LongestPayload = 1_200;
    private const int AccessUnitDelimiter = 9;
    private const int KeySlice = 5;
    private const int FragmentUnit = 28;

    private RtpClip(IReadOnlyList<byte[][]> pictures, IReadOnlyList<int> keys) => (Pictures, Keys) = (pictures, keys);

    /// <summary>The packets of each picture.</summary>
    public IReadOnlyList<byte[][]> Pictures { get; }

    /// <summary>Places of the key frames among the pictures, rising.</summary>
    public IReadOnlyList<int> Keys { get; }

    /// <param name="file">Any file with one H.264 video that ffmpeg reads.</param>
    public static async Task<RtpClip> ReadAsync(string file, CancellationToken cancellationToken)
    {
        ProcessStartInfo start = new("ffmpeg", ["-nostdin", "-v", "error", "-i", file, "-c", "copy", "-an", "-bsf:v", "h264_mp4toannexb,h264_metadata=aud=insert", "-f", "h264", "-"])
        {
            RedirectStandardOutput = true,
        };
        using var ffmpeg = Process.Start(start) ?? throw new InvalidOperationException("ffmpeg does not start");
        using MemoryStream stream = new();
        await ffmpeg.StandardOutput.BaseStream.CopyToAsync(stream, cancellationToken);
        await ffmpeg.WaitForExitAsync(cancellationToken);
        return ffmpeg.ExitCode == 0 ? Cut(stream.ToArray()) : throw new InvalidOperationException($"ffmpeg cannot read {file}");
    }

    private static RtpClip Cut(byte[] stream)
    {
        List<List<byte[]>> pictures = [];
        List<int> keys = [];
        foreach (var range in Units(stream))
        {
            var unit = stream.AsSpan(range);
            var type = unit[0] & 0x1f;
            if (type == AccessUnitDelimiter)
            {
                pictures.Add([]);
                continue;
            }

            if (type == KeySlice && (keys.Count == 0 || keys[^1] != pictures.Count - 1))
            {
                keys.Add(pictures.Count - 1);
            }

            Packetize(unit, pictures[^1]);
        }

        foreach (var packets in pictures)
        {
            packets[^1][1] |= 0x80;
        }

        return new([.. pictures.Select(packets => packets.ToArray())], keys);
    }

    private static List<Range> Units(ReadOnlySpan<byte> stream)
    {
        List<Range> units = [];
        var start = -1;
        for (var at = 0; at < stream.Length;)
        {
            var next = stream[at..].IndexOf((ReadOnlySpan<byte>)[0, 0, 1]);
            var end = next < 0 ? stream.Length : at + next;
            var last = end;
            while (last > 0 && stream[last - 1] == 0)
            {
                last--;
            }

            if (start >= 0 && last > start)
            {
                units.Add(start..last);
            }

            (start, at) = (end + 3, next < 0 ? stream.Length : end + 3);
        }

        return units;
    }

    private static void Packetize(ReadOnlySpan<byte> unit, List<byte[]> packets)
    {
        if (unit.Length <= LongestPayload)
        {
            packets.Add(Packet([], unit));
            return;
        }

        for (var at = 1; at < unit.Length; at += LongestPayload)
        {
            var part = unit[at..Math.Min(unit.Length, at + LongestPayload)];
            var flags = (at == 1 ? 0x80 : 0) | (at + part.Length == unit.Length ? 0x40 : 0);
            packets.Add(Packet([(byte)((unit[0] & 0xe0) | FragmentUnit), (byte)(flags | (unit[0] & 0x1f))], part));
        }
    }

    private static byte[] Packet(ReadOnlySpan<byte> before, ReadOnlySpan<byte> rest)
    {
        var packet = new byte[Header + before.Length + rest.Length];
        (packet[0], packet[1]) = (0x80, PayloadType);
        before.CopyTo(packet.AsSpan(Header));
        rest.CopyTo(packet.AsSpan(Header + before.Length));
        return packet;
    }
}
