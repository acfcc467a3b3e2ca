using System.Runtime.InteropServices;
using System.Text;

namespace OrleansFrames.Capture.Protocol;

/// <summary>Bodies of the frames <see cref="FrameKind.Grab"/>, <see cref="FrameKind.Watch"/>, <see cref="FrameKind.Release"/> and <see cref="FrameKind.Answer"/>.</summary>
internal static class GrabCodec
{
    public static byte[] WriteRequest(GrabRequest request) => Write(writer =>
    {
        writer.Write(request.TrackKey);
        WriteSource(writer, request.Source);
        writer.Write(request.ShortSide);
        writer.Write(request.Interval.Ticks);
        writer.Write(request.Budget.Ticks);
        writer.Write((byte)request.Format);
    });

    public static GrabRequest ReadRequest(ReadOnlyMemory<byte> body)
    {
        using var reader = Reader(body);
        var trackKey = reader.ReadString();
        return new GrabRequest(
            trackKey,
            ReadSource(reader),
            reader.ReadInt32(),
            TimeSpan.FromTicks(reader.ReadInt64()),
            TimeSpan.FromTicks(reader.ReadInt64()),
            (PictureFormat)reader.ReadByte());
    }

    public static byte[] WriteTrackKey(string trackKey) => Write(writer => writer.Write(trackKey));

    public static string ReadTrackKey(ReadOnlyMemory<byte> body)
    {
        using var reader = Reader(body);
        return reader.ReadString();
    }

    /// <summary>Everything but the picture's bytes, which follow as the rest of the body.</summary>
    public static byte[] WriteAnswerHead(GrabResult result) => Write(writer =>
    {
        writer.Write((byte)result.Outcome);
        writer.Write(result.Reason is { } reason ? (byte)reason : byte.MaxValue);
        writer.Write(result.Detail ?? "");
        writer.Write(result.Cost.Ticks);
        writer.Write(result.Picture is not null);
        if (result.Picture is { } picture)
        {
            writer.Write(picture.Width);
            writer.Write(picture.Height);
            writer.Write(picture.CapturedAt.UtcTicks);
            writer.Write(picture.Mode);
            writer.Write(picture.Clock);
        }
    });

    public static GrabResult ReadAnswer(ReadOnlyMemory<byte> body)
    {
        using var reader = Reader(body);
        var outcome = (TickOutcome)reader.ReadByte();
        var reason = reader.ReadByte();
        var detail = reader.ReadString();
        var cost = new TimeSpan(reader.ReadInt64());
        if (!reader.ReadBoolean())
        {
            FailureReason? why = reason == byte.MaxValue ? null : (FailureReason)reason;
            return new GrabResult(outcome, why, detail.Length == 0 ? null : detail) { Cost = cost };
        }

        var width = reader.ReadInt32();
        var height = reader.ReadInt32();
        var capturedAt = new DateTimeOffset(reader.ReadInt64(), TimeSpan.Zero);
        var mode = reader.ReadString();
        var clock = reader.ReadString();
        var bytes = body[(int)reader.BaseStream.Position..];
        Picture picture = new(bytes, width, height, capturedAt, mode, clock);
        return new GrabResult(outcome, null, detail.Length == 0 ? null : detail, picture) { Cost = cost };
    }

    private static void WriteSource(BinaryWriter writer, TrackSource source)
    {
        writer.Write(source.Url);
        writer.Write(source.Height ?? 0);
        writer.Write(source.Sdp ?? "");
        writer.Write(source.Rtp?.Port ?? 0);
        if (source.Rtp is { } rtp)
        {
            writer.Write(rtp.PayloadType);
            writer.Write(rtp.Codec);
            writer.Write(rtp.ControlPort ?? 0);
            writer.Write(rtp.Address ?? "");
            writer.Write(rtp.LocalPort ?? 0);
        }
    }

    private static TrackSource ReadSource(BinaryReader reader) => new(reader.ReadString(), Number(reader))
    {
        Sdp = Text(reader),
        Rtp = reader.ReadInt32() is var port and not 0
            ? new RtpEndpoint(port, reader.ReadInt32(), reader.ReadString(), Number(reader), Text(reader), Number(reader))
            : null,
    };

    private static int? Number(BinaryReader reader) => reader.ReadInt32() is var number and not 0 ? number : null;

    private static string? Text(BinaryReader reader) => reader.ReadString() is { Length: > 0 } text ? text : null;

    private static byte[] Write(Action<BinaryWriter> write)
    {
        using var body = new MemoryStream(256);
        using var writer = new BinaryWriter(body, Encoding.UTF8);
        write(writer);
        return body.ToArray();
    }

    private static BinaryReader Reader(ReadOnlyMemory<byte> body)
    {
        if (!MemoryMarshal.TryGetArray(body, out var segment))
        {
            throw new InvalidDataException("The body of a frame is an array.");
        }

        return new BinaryReader(new MemoryStream(segment.Array!, segment.Offset, segment.Count, writable: false), Encoding.UTF8);
    }
}
