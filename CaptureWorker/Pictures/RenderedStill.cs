using System.Buffers;

namespace OrleansFrames.CaptureWorker.Pictures;

/// <summary>An encoded still in a rented buffer; Dispose gives it back.</summary>
/// <param name="buffer">Holds the JPEG; empty for a blank picture.</param>
/// <param name="length">Length of the JPEG.</param>
/// <param name="size">Size in pixels.</param>
/// <param name="shown">The access unit whose picture it is.</param>
internal sealed class RenderedStill(byte[] buffer, int length, PictureSize size, CompressedUnit shown) : IDisposable
{
    private byte[]? _buffer = buffer;

    /// <summary>The picture is black and was not encoded.</summary>
    public bool IsBlank => length == 0;

    public ReadOnlyMemory<byte> Jpeg => _buffer.AsMemory(0, length);

    public PictureSize Size => size;

    public CompressedUnit Shown => shown;

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _buffer, null) is { Length: > 0 } rented)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }
}
