namespace OrleansFrames.CaptureWorker.Sources.Http;

/// <summary>A body whose first bytes have been looked at, and can be read all the same.</summary>
internal sealed class SniffedBody(Stream body) : Stream
{
    private readonly byte[] _head = new byte[MediaSniffer.Enough];
    private int _length;
    private int _next;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Reads on until it is clear what the body is.</summary>
    public async Task<MediaKind> SniffAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await body.ReadAsync(_head.AsMemory(_length), cancellationToken);
            _length += read;
            if (MediaSniffer.Of(_head.AsSpan(0, _length), isAll: read == 0) is var kind and not MediaKind.Open)
            {
                return kind;
            }
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_next == _length)
        {
            return await body.ReadAsync(buffer, cancellationToken);
        }

        var taken = Math.Min(buffer.Length, _length - _next);
        _head.AsMemory(_next, taken).CopyTo(buffer);
        _next += taken;
        return taken;
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            body.Dispose();
        }

        base.Dispose(disposing);
    }
}
