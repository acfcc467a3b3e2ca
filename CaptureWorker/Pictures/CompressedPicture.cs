using System.Buffers;
using OrleansFrames.CaptureWorker.Sources.Codecs;

namespace OrleansFrames.CaptureWorker.Pictures;

/// <summary>
/// A copy of what must be decoded to see one picture: its key frame, what lies between, itself; or what follows on what was decoded before.
/// Dispose gives the buffer back.
/// </summary>
internal sealed class CompressedPicture(byte[] rented, IReadOnlyList<CompressedUnit> units, VideoFormat format) : IDisposable
{
    private byte[]? _rented = rented;

    public IReadOnlyList<CompressedUnit> Units => units;

    public VideoFormat Format => format;

    /// <summary>The last access unit is the newest of its track.</summary>
    public bool IsAll { get; init; } = true;

    public ReadOnlySpan<byte> Bytes(CompressedUnit unit) =>
        (_rented ?? throw new ObjectDisposedException(nameof(CompressedPicture))).AsSpan(unit.Start, unit.Length);

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _rented, null) is { } buffer)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
