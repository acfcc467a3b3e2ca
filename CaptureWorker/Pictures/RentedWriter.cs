using System.Buffers;

namespace OrleansFrames.CaptureWorker.Pictures;

/// <summary>Collects what is written in a buffer of the shared pool. Dispose gives it back, unless it was taken.</summary>
internal sealed class RentedWriter : IBufferWriter<byte>, IDisposable
{
    private const int FirstLength = 64 * 1024;

    private byte[] _buffer = [];
    private int _length;

    public void Advance(int count) => _length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(Math.Max(sizeHint, 1));
        return _buffer.AsMemory(_length);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    /// <summary>Hands over the buffer: whoever takes it gives it back to the pool.</summary>
    public EncodedStill Take()
    {
        var taken = new EncodedStill(_buffer, _length);
        (_buffer, _length) = ([], 0);
        return taken;
    }

    public void Dispose()
    {
        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = [];
        }
    }

    private void Reserve(int more)
    {
        if (_length + more <= _buffer.Length)
        {
            return;
        }

        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_length + more, Math.Max(FirstLength, 2 * _buffer.Length)));
        _buffer.AsSpan(0, _length).CopyTo(larger);
        Dispose();
        _buffer = larger;
    }
}
