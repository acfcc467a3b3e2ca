using System.Buffers;

namespace OrleansFrames.CaptureWorker.Pictures;

/// <summary>An encoded still in a rented buffer; Dispose gives it back.</summary>
/// <param name="encoded">The file; empty for a blank picture.</param>
/// <param name="size">Size in pixels.</param>
/// <param name="shown">The access unit whose picture it is.</param>
internal sealed class RenderedStill(EncodedStill encoded, PictureSize size, CompressedUnit shown) : IDisposable
{
    private byte[]? _buffer = encoded.Rented;

    /// <summary>The picture is black and was not encoded.</summary>
    public bool IsBlank => encoded.Length == 0;

    public ReadOnlyMemory<byte> Bytes => _buffer.AsMemory(0, encoded.Length);

    public PictureSize Size => size;

    public CompressedUnit Shown => shown;

    /// <summary>Processor time that it took.</summary>
    public TimeSpan Cost { get; set; }

    /// <summary>Serial of the newest access unit that was looked at for it.</summary>
    public long Used { get; init; } = shown.Serial;

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _buffer, null) is { Length: > 0 } rented)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }
}
