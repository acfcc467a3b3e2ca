using System.Buffers.Binary;
using System.Text;

namespace OrleansFrames.Capture.Protocol;

/// <summary>Bodies of the frames <see cref="FrameKind.Hello"/> and <see cref="FrameKind.Pong"/>.</summary>
internal static class WorkerCodec
{
    /// <summary>All fences there are, in the words of docs/operations.md.</summary>
    public static readonly string[] Fences = ["limits", "privileges", "files", "calls"];

    private const int ReportLength = 9 * sizeof(long);

    public static byte[] WriteHello(IReadOnlyList<string> fences) => [FrameChannel.Version, .. Encoding.UTF8.GetBytes(string.Join(',', fences))];

    /// <summary>The fences that hold; null when the worker speaks another version.</summary>
    public static IReadOnlyList<string>? ReadHello(ReadOnlyMemory<byte> body) => body.Span is [FrameChannel.Version, .. var fences]
        ? Encoding.UTF8.GetString(fences).Split(',', StringSplitOptions.RemoveEmptyEntries)
        : null;

    public static byte[] WriteReport(WorkerReport report)
    {
        var body = new byte[ReportLength];
        var at = 0;
        foreach (var value in (ReadOnlySpan<long>)
        [
            report.Cpu.Ticks, report.PictureCpu.Ticks, report.Pictures, report.Tracks, report.Threads, report.LongestWait.Ticks, report.LongestJob.Ticks,
            report.Faults, report.KeyFramesAsked,
        ])
        {
            BinaryPrimitives.WriteInt64LittleEndian(body.AsSpan(at), value);
            at += sizeof(long);
        }

        return body;
    }

    /// <exception cref="InvalidDataException">It is no report.</exception>
    public static WorkerReport ReadReport(ReadOnlyMemory<byte> body)
    {
        if (body.Length != ReportLength)
        {
            throw new InvalidDataException($"Not a report: {body.Length} bytes.");
        }

        return new(
            new(Value(body, 0)), new(Value(body, 1)), Value(body, 2), (int)Value(body, 3), (int)Value(body, 4), new(Value(body, 5)), new(Value(body, 6)),
            Value(body, 7), Value(body, 8));
    }

    private static long Value(ReadOnlyMemory<byte> body, int index) => BinaryPrimitives.ReadInt64LittleEndian(body.Span[(index * sizeof(long))..]);
}
