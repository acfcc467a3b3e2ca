using System.Buffers;
using System.Buffers.Binary;

namespace OrleansFrames.Capture.Protocol;

/// <summary>Frames over a stream: body length (4 bytes, little endian), kind (1), id (8), body. Any number of senders, one receiver.</summary>
internal sealed class FrameChannel(Stream stream) : IDisposable
{
    /// <summary>The version that both sides must speak; told by <see cref="FrameKind.Hello"/>.</summary>
    public const byte Version = 3;

    /// <summary>No message is longer: a 36 Mpixel picture stays below in every format.</summary>
    public const int MaxBody = 128 * 1024 * 1024;

    private const int HeaderLength = 13;

    // A frame in one piece wakes its receiver once; that costs more than copying this much.
    private const int LongestCopied = 512 * 1024;

    private readonly SemaphoreSlim _sending = new(1, 1);
    private readonly byte[] _incoming = new byte[HeaderLength];

    /// <summary>Sends a frame whose body is <paramref name="head"/> followed by <paramref name="tail"/>.</summary>
    /// <exception cref="IOException">The other side is gone.</exception>
    public async Task SendAsync(FrameKind kind, long id, ReadOnlyMemory<byte> head, ReadOnlyMemory<byte> tail = default)
    {
        var isCopied = tail.Length <= LongestCopied;
        var first = HeaderLength + head.Length + (isCopied ? tail.Length : 0);
        var buffer = ArrayPool<byte>.Shared.Rent(first);
        BinaryPrimitives.WriteInt32LittleEndian(buffer, head.Length + tail.Length);
        buffer[4] = (byte)kind;
        BinaryPrimitives.WriteInt64LittleEndian(buffer.AsSpan(5), id);
        head.Span.CopyTo(buffer.AsSpan(HeaderLength));
        if (isCopied)
        {
            tail.Span.CopyTo(buffer.AsSpan(HeaderLength + head.Length));
        }

        // Never cancelled half way: half a frame would make every later one unreadable.
        await _sending.WaitAsync(CancellationToken.None);
        try
        {
            await stream.WriteAsync(buffer.AsMemory(0, first), CancellationToken.None);
            if (!isCopied)
            {
                await stream.WriteAsync(tail, CancellationToken.None);
            }
        }
        catch (ObjectDisposedException closed)
        {
            throw new IOException("The channel is closed.", closed);
        }
        finally
        {
            _sending.Release();
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>The next frame; null when the other side closed the channel.</summary>
    /// <exception cref="InvalidDataException">What came is not a frame.</exception>
    public async Task<Frame?> ReceiveAsync(CancellationToken cancellationToken)
    {
        var read = await stream.ReadAtLeastAsync(_incoming, HeaderLength, throwOnEndOfStream: false, cancellationToken);
        if (read < HeaderLength)
        {
            return null;
        }

        var length = BinaryPrimitives.ReadInt32LittleEndian(_incoming);
        var kind = (FrameKind)_incoming[4];
        if (length is < 0 or > MaxBody || !Enum.IsDefined(kind))
        {
            throw new InvalidDataException($"Not a frame: kind {(byte)kind}, length {length}.");
        }

        var body = length == 0 ? [] : GC.AllocateUninitializedArray<byte>(length);
        await stream.ReadExactlyAsync(body, cancellationToken);
        return new Frame(kind, BinaryPrimitives.ReadInt64LittleEndian(_incoming.AsSpan(5)), body);
    }

    public void Dispose() => stream.Dispose();
}
