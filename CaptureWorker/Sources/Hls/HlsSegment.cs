using OrleansFrames.CaptureWorker.Sources.Http;

namespace OrleansFrames.CaptureWorker.Sources.Hls;

/// <summary>A segment of a media playlist.</summary>
/// <param name="Sequence">Its media sequence number.</param>
/// <param name="Discontinuity">Counts the discontinuities before it: only segments of the same number follow on one another.</param>
/// <param name="Part">Where its bytes are.</param>
/// <param name="Duration">What the playlist says.</param>
/// <param name="Key">What decrypts it; null when it is plain.</param>
/// <param name="Map">The head of fragmented MP4; null for a transport stream.</param>
internal sealed record HlsSegment(long Sequence, long Discontinuity, HlsPart Part, TimeSpan Duration, HlsKey? Key, HlsPart? Map);

/// <summary>A resource, or a part of one.</summary>
internal sealed record HlsPart(Uri Url, ByteRange? Range);

/// <summary>AES-128 in CBC mode over whole segments (RFC 8216, 4.3.2.4).</summary>
/// <param name="Url">Where the key is.</param>
/// <param name="Vector">The initialization vector; null for the segment's sequence number.</param>
internal sealed record HlsKey(Uri Url, byte[]? Vector);
