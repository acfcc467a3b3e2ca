using System.Buffers.Binary;
using System.Security.Cryptography;
using OrleansFrames.Capture;
using OrleansFrames.CaptureWorker.Sources.Http;

namespace OrleansFrames.CaptureWorker.Sources.Hls;

/// <summary>Fetches playlists, and segments in clear.</summary>
internal sealed class HlsDownloads(SourceFetcher fetcher, SourceLimits limits)
{
    private const int KeyLength = 16;

    private (Uri Url, byte[] Bytes)? _key;
    private (HlsPart Part, ReadOnlyMemory<byte> Bytes)? _map;

    public async Task<HlsPlaylist> PlaylistAsync(Uri url, CancellationToken cancellationToken) =>
        HlsPlaylist.Parse(await fetcher.DownloadAsync(url, null, limits.Playlist, "the playlist", cancellationToken));

    /// <summary>The bytes of a segment, decrypted.</summary>
    public async Task<ReadOnlyMemory<byte>> SegmentAsync(HlsSegment segment, CancellationToken cancellationToken)
    {
        var bytes = await PartAsync(segment.Part, "a segment", cancellationToken);
        return segment.Key is { } key ? Decrypt(bytes, await KeyAsync(key.Url, cancellationToken), key.Vector ?? Vector(segment.Sequence)) : bytes;
    }

    /// <summary>The head that segments of fragmented MP4 need before them.</summary>
    public async Task<ReadOnlyMemory<byte>> MapAsync(HlsPart part, CancellationToken cancellationToken)
    {
        if (_map?.Part != part)
        {
            _map = (part, await PartAsync(part, "the head of the segments", cancellationToken));
        }

        return _map!.Value.Bytes;
    }

    private async Task<ReadOnlyMemory<byte>> PartAsync(HlsPart part, string what, CancellationToken cancellationToken)
    {
        var downloaded = await fetcher.DownloadAsync(part.Url, part.Range, limits.Segment, what, cancellationToken);
        return downloaded.Bytes;
    }

    private async Task<byte[]> KeyAsync(Uri url, CancellationToken cancellationToken)
    {
        if (_key?.Url != url)
        {
            var downloaded = await fetcher.DownloadAsync(url, null, KeyLength, "the key", cancellationToken);
            _key = (url, downloaded.Bytes.ToArray());
        }

        return _key!.Value.Bytes;
    }

    private static byte[] Decrypt(ReadOnlyMemory<byte> bytes, byte[] key, byte[] vector)
    {
        try
        {
            using var aes = Aes.Create();
            aes.Key = key;
            return aes.DecryptCbc(bytes.Span, vector);
        }
        catch (CryptographicException)
        {
            throw new SourceException(FailureReason.Decode, "a segment cannot be decrypted with the key that the playlist names");
        }
    }

    private static byte[] Vector(long sequence)
    {
        var vector = new byte[KeyLength];
        BinaryPrimitives.WriteInt64BigEndian(vector.AsSpan(8), sequence);
        return vector;
    }
}
