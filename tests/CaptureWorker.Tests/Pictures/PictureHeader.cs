using System.Buffers.Binary;
using OrleansFrames.Capture;
using OrleansFrames.CaptureWorker.Pictures;

namespace OrleansFrames.CaptureWorker.Tests.Pictures;

/// <summary>What a picture's file says of itself: read by its format's own rules, not by the code under test.</summary>
internal static class PictureHeader
{
    public static (PictureFormat Format, PictureSize Size) Read(ReadOnlySpan<byte> file) => file[..4] switch
    {
        [0x89, (byte)'P', (byte)'N', (byte)'G'] => (PictureFormat.Png, new(BinaryPrimitives.ReadInt32BigEndian(file[16..]), BinaryPrimitives.ReadInt32BigEndian(file[20..]))),
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F'] => (PictureFormat.Webp, WebpSize(file)),
        [0xff, 0xd8, ..] => (PictureFormat.Jpeg, JpegSize(file)),
        _ => throw new InvalidDataException($"Neither JPEG, WebP nor PNG: {Convert.ToHexString(file[..16])}"),
    };

    /// <summary>The types of a PNG's chunks, in order.</summary>
    public static IReadOnlyList<string> PngChunks(ReadOnlySpan<byte> file)
    {
        List<string> chunks = [];
        for (var at = 8; at < file.Length; at += BinaryPrimitives.ReadInt32BigEndian(file[at..]) + 12)
        {
            chunks.Add(System.Text.Encoding.ASCII.GetString(file.Slice(at + 4, 4)));
        }

        return chunks;
    }

    // With extensions the first chunk has the sides less one in 24 bits; else it is a key frame: start code, and 14 bits for each side.
    private static PictureSize WebpSize(ReadOnlySpan<byte> file)
    {
        if (file[8..16].SequenceEqual("WEBPVP8X"u8))
        {
            return new(1 + (BinaryPrimitives.ReadInt32LittleEndian(file[24..]) & 0xffffff), 1 + (BinaryPrimitives.ReadInt32LittleEndian(file[27..]) & 0xffffff));
        }

        Assert.True(file[8..16].SequenceEqual("WEBPVP8 "u8));
        Assert.True(file[23..26].SequenceEqual((ReadOnlySpan<byte>)[0x9d, 0x01, 0x2a]));
        return new(BinaryPrimitives.ReadUInt16LittleEndian(file[26..]) & 0x3fff, BinaryPrimitives.ReadUInt16LittleEndian(file[28..]) & 0x3fff);
    }

    private static PictureSize JpegSize(ReadOnlySpan<byte> file)
    {
        var at = 2;
        while (file[at + 1] is not (0xc0 or 0xc2))
        {
            at += 2 + BinaryPrimitives.ReadUInt16BigEndian(file[(at + 2)..]);
        }

        return new(BinaryPrimitives.ReadUInt16BigEndian(file[(at + 7)..]), BinaryPrimitives.ReadUInt16BigEndian(file[(at + 5)..]));
    }
}
