using System.Runtime.InteropServices;
using System.Text;

namespace OrleansFrames.Capture.Protocol;

/// <summary>Bodies of the frames <see cref="FrameKind.Grab"/>, <see cref="FrameKind.Watch"/>, <see cref="FrameKind.Release"/> and <see cref="FrameKind.Answer"/>.</summary>
internal static class GrabCodec
{
    public static byte[] WriteRequest(GrabRequest request) => Write(writer =>
    {
        writer.Write(request.TrackKey);
        writer.Write(request.Source.Url);
        writer.Write(request.Source.Height ?? 0);
        writer.Write(request.ShortSide);
        writer.Write(request.Interval.Ticks);
        writer.Write(request.Budget.Ticks);
        writer.Write((byte)request.Format);
    });

    public static GrabRequest ReadRequest(ReadOnlyMemory<byte> body)
    {
        using var reader = Reader(body);
        var trackKey = reader.ReadString();
        var url = reader.ReadString();
        var height = reader.ReadInt32();
        return new GrabRequest(
            trackKey,
            new TrackSource(url, height == 0 ? null : height),
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
            return new GrabResult(
                outcome, reason == byte.MaxValue ? null : (FailureReason)reason, detail.Length == 0 ? null : detail) { Cost = cost };
        }

        var width = reader.ReadInt32();
        var height = reader.ReadInt32();
        var capturedAt = new DateTimeOffset(reader.ReadInt64(), TimeSpan.Zero);
        var mode = reader.ReadString();
        var clock = reader.ReadString();
        var bytes = body[(int)reader.BaseStream.Position..];
        return new GrabResult(outcome, null, detail.Length == 0 ? null : detail, new Picture(bytes, width, height, capturedAt, mode, clock))
        {
            Cost = cost,
        };
    }

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
