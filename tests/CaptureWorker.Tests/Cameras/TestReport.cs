using System.Buffers.Binary;

namespace OrleansFrames.CaptureWorker.Tests.Cameras;

/// <summary>Sender reports, written from RFC 3550 without the code under test.</summary>
internal static class TestReport
{
    public const int Length = 28;

    private static readonly DateTimeOffset Epoch = new(1900, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static byte[] Of(uint source, DateTimeOffset clock, uint timestamp)
    {
        var report = new byte[Length];
        report[0] = 0x80;
        report[1] = 200;
        report[3] = (Length / 4) - 1;
        var seconds = (clock - Epoch).Ticks / (double)TimeSpan.TicksPerSecond;
        BinaryPrimitives.WriteUInt32BigEndian(report.AsSpan(4), source);
        BinaryPrimitives.WriteUInt32BigEndian(report.AsSpan(8), (uint)seconds);
        BinaryPrimitives.WriteUInt32BigEndian(report.AsSpan(12), (uint)((seconds - Math.Floor(seconds)) * 4294967296.0));
        BinaryPrimitives.WriteUInt32BigEndian(report.AsSpan(16), timestamp);
        return report;
    }
}
