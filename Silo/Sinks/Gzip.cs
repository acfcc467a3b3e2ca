using System.IO.Compression;

namespace OrleansFrames.Silo.Sinks;

internal static class Gzip
{
    public static byte[] Of(ReadOnlySpan<byte> data)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(data);
        }

        return packed.ToArray();
    }
}
