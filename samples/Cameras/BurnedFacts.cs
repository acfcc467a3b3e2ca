using System.Buffers.Binary;
using OrleansFrames.Cameras.Pictures;

namespace OrleansFrames.Cameras;

/// <summary>
/// The facts that a camera burns into the top of each picture as four rows of black and white blocks: 48 bits of unix milliseconds, 32 bits of
/// frame counter, 16 bits of checksum, and a column of known blocks at each side that gives the levels of black and white.
/// </summary>
/// <param name="Clock">When the picture was drawn, to the millisecond.</param>
/// <param name="Frame">Frames drawn before this one.</param>
public readonly record struct BurnedFacts(DateTimeOffset Clock, uint Frame)
{
    private const int Rows = 4;
    private const int Columns = 26;
    private const int Bytes = 12;
    private const byte Black = 16;
    private const byte White = 235;

    /// <summary>Reads the facts back.</summary>
    /// <param name="luma">The luma plane (or grey values) of the whole picture, row by row without gaps, full or limited range.</param>
    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels.</param>
    /// <param name="facts">The facts, where the answer is true.</param>
    /// <returns>False where the picture carries no facts or where they are damaged.</returns>
    public static bool TryRead(ReadOnlySpan<byte> luma, int width, int height, out BurnedFacts facts)
    {
        facts = default;
        if (width < Columns * 4 || height < 100 || luma.Length < width * height)
        {
            return false;
        }

        var (black, white) = (0.0, 255.0);
        for (var row = 0; row < Rows; row++)
        {
            var (left, right) = (Level(luma, width, height, row, 0), Level(luma, width, height, row, Columns - 1));
            black = Math.Max(black, IsSyncWhite(row, 0) ? right : left);
            white = Math.Min(white, IsSyncWhite(row, 0) ? left : right);
        }

        if (white - black < 80)
        {
            return false;
        }

        Span<byte> message = stackalloc byte[Bytes];
        message.Clear();
        for (var bit = 0; bit < Bytes * 8; bit++)
        {
            var level = Level(luma, width, height, bit / (Columns - 2), 1 + (bit % (Columns - 2)));
            message[bit / 8] |= (byte)(level > (black + white) / 2 ? 0x80 >> (bit % 8) : 0);
        }

        var milliseconds = ((long)BinaryPrimitives.ReadUInt16BigEndian(message) << 32) | BinaryPrimitives.ReadUInt32BigEndian(message[2..]);
        if (BinaryPrimitives.ReadUInt16BigEndian(message[10..]) != Checksum(message[..10])
            || milliseconds > DateTimeOffset.MaxValue.ToUnixTimeMilliseconds())
        {
            return false;
        }

        facts = new(DateTimeOffset.UnixEpoch.AddMilliseconds(milliseconds), BinaryPrimitives.ReadUInt32BigEndian(message[6..]));
        return true;
    }

    internal void Draw(Span<byte> luma, int width, int height)
    {
        Span<byte> message = stackalloc byte[Bytes];
        var milliseconds = Clock.ToUnixTimeMilliseconds();
        BinaryPrimitives.WriteUInt16BigEndian(message, (ushort)(milliseconds >> 32));
        BinaryPrimitives.WriteUInt32BigEndian(message[2..], (uint)milliseconds);
        BinaryPrimitives.WriteUInt32BigEndian(message[6..], Frame);
        BinaryPrimitives.WriteUInt16BigEndian(message[10..], Checksum(message[..10]));
        for (var row = 0; row < Rows; row++)
        {
            for (var column = 0; column < Columns; column++)
            {
                var bit = (row * (Columns - 2)) + column - 1;
                var isWhite = column is 0 or Columns - 1 ? IsSyncWhite(row, column) : (message[bit / 8] & (0x80 >> (bit % 8))) != 0;
                var (left, top, right, bottom) = Block(width, height, row, column);
                Plane.Fill(luma, width, left, top, right - left, bottom - top, isWhite ? White : Black);
            }
        }
    }

    private static bool IsSyncWhite(int row, int column) => (row % 2 == 0) == (column == 0);

    // The middle half of a block: scaling and compression blur its edges.
    private static double Level(ReadOnlySpan<byte> luma, int width, int height, int row, int column)
    {
        var (left, top, right, bottom) = Block(width, height, row, column);
        var (w, h) = (right - left, bottom - top);
        return Plane.Mean(luma, width, left + (w / 4), top + (h / 4), Math.Max(1, w / 2), Math.Max(1, h / 2));
    }

    private static (int Left, int Top, int Right, int Bottom) Block(int width, int height, int row, int column) => (
        column * width / Columns,
        (int)(row * Layout.FactsHeight * height / Rows),
        (column + 1) * width / Columns,
        (int)((row + 1) * Layout.FactsHeight * height / Rows));

    // CRC-16/CCITT-FALSE.
    private static ushort Checksum(ReadOnlySpan<byte> data)
    {
        var crc = 0xFFFF;
        foreach (var value in data)
        {
            crc ^= value << 8;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 0x8000) != 0 ? (crc << 1) ^ 0x1021 : crc << 1;
            }
        }

        return (ushort)crc;
    }
}
