using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using OrleansFrames.Capture;

namespace OrleansFrames.CaptureWorker.Sources.Rtsp;

/// <summary>Takes an RTSP connection's bytes apart into interleaved packets and messages (RFC 2326, 10.12).</summary>
internal sealed class RtspReader(Stream stream) : IDisposable
{
    private const int FirstBuffer = 32 * 1024;

    // An interleaved packet has at most 64 KB; a message with its body may have more.
    private const int MaxMessage = 512 * 1024;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(FirstBuffer);
    private int _start;
    private int _end;

    internal enum Item
    {
        None,
        Packet,
        Response,
        Request,
    }

    /// <summary>Waits for more bytes; false when the other side closed the connection.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        if (_start == _end)
        {
            _start = _end = 0;
        }
        else if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _buffer.Length)
        {
            Grow();
        }

        var read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
        _end += read;
        return read > 0;
    }

    /// <summary>The next whole item of what has been received. <paramref name="packet"/> is valid until the next call.</summary>
    /// <exception cref="SourceException">What came is no RTSP.</exception>
    public Item Next(out int channel, out ReadOnlySpan<byte> packet, out RtspResponse? message)
    {
        channel = 0;
        packet = default;
        message = null;
        while (_start < _end && _buffer[_start] is (byte)'\r' or (byte)'\n')
        {
            _start++;
        }

        var left = _buffer.AsSpan(_start, _end - _start);
        if (left.IsEmpty)
        {
            return Item.None;
        }

        if (left[0] != (byte)'$')
        {
            return NextMessage(left, out message);
        }

        var length = left.Length < 4 ? int.MaxValue : BinaryPrimitives.ReadUInt16BigEndian(left[2..]);
        if (length > left.Length - 4)
        {
            return Item.None;
        }

        channel = left[1];
        packet = left.Slice(4, length);
        _start += 4 + length;
        return Item.Packet;
    }

    public void Dispose()
    {
        var buffer = _buffer;
        _buffer = [];
        ArrayPool<byte>.Shared.Return(buffer);
    }

    private Item NextMessage(ReadOnlySpan<byte> left, out RtspResponse? message)
    {
        message = null;
        if (!char.IsAsciiLetterUpper((char)left[0]))
        {
            throw NoRtsp();
        }

        var headEnd = left.IndexOf("\r\n\r\n"u8);
        if (headEnd < 0)
        {
            return left.Length > MaxMessage / 2 ? throw NoRtsp() : Item.None;
        }

        var lines = Encoding.Latin1.GetString(left[..headEnd]).Split("\r\n");
        var headers = lines.Skip(1).Select(Header).ToArray();
        var isResponse = lines[0].StartsWith("RTSP/1.", StringComparison.Ordinal);
        if (!isResponse && !lines[0].EndsWith(" RTSP/1.0", StringComparison.Ordinal))
        {
            throw NoRtsp();
        }

        var words = lines[0].Split(' ', 3);
        if (words.Length < 2)
        {
            throw NoRtsp();
        }

        var parsed = new RtspResponse(isResponse ? Number(words[1]) : 0, words[^1], headers, "");
        var bodyLength = Number(parsed["Content-Length"] ?? "0");
        if (bodyLength > MaxMessage / 2)
        {
            throw NoRtsp();
        }

        var total = headEnd + 4 + bodyLength;
        if (total > left.Length)
        {
            return Item.None;
        }

        _start += total;
        message = parsed with { Body = Encoding.UTF8.GetString(left[(headEnd + 4)..total]) };
        return isResponse ? Item.Response : Item.Request;
    }

    private static KeyValuePair<string, string> Header(string line)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? new(line, "") : new(line[..colon].Trim(), line[(colon + 1)..].Trim());
    }

    private static int Number(string text) =>
        int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : throw NoRtsp();

    private static SourceException NoRtsp() => new(FailureReason.Unsupported, "the other side does not speak RTSP; check host and port in the URL");

    private void Grow()
    {
        if (_buffer.Length >= MaxMessage)
        {
            throw NoRtsp();
        }

        var larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
        _buffer.AsSpan(0, _end).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
