using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace OrleansFrames.Cameras.Rtsp;

/// <summary>One request of a client (RFC 2326).</summary>
internal sealed record RtspRequest(string Method, string Url, IReadOnlyDictionary<string, string> Headers)
{
    private const int LongestHeader = 16 * 1024;

    public string CSeq => Headers.GetValueOrDefault("CSeq", "0");

    /// <summary>The first part of the path: the camera. Empty where the URL has none.</summary>
    public string Camera => Uri.TryCreate(Url, UriKind.Absolute, out var url) && url.Segments.Length > 1 ? url.Segments[1].TrimEnd('/') : "";

    /// <summary>Takes the next request off the buffer, past interleaved packets (receiver reports), which are dropped.</summary>
    /// <exception cref="InvalidDataException">What came is no request.</exception>
    public static bool TryRead(ref ReadOnlySequence<byte> buffer, out RtspRequest? request)
    {
        request = null;
        Span<byte> head = stackalloc byte[4];
        while (buffer.Length >= 4 && buffer.FirstSpan[0] == '$')
        {
            buffer.Slice(0, 4).CopyTo(head);
            var packet = 4 + BinaryPrimitives.ReadUInt16BigEndian(head[2..]);
            if (buffer.Length < packet)
            {
                return false;
            }

            buffer = buffer.Slice(packet);
        }

        var reader = new SequenceReader<byte>(buffer);
        if (!reader.TryReadTo(out ReadOnlySequence<byte> text, "\r\n\r\n"u8))
        {
            return buffer.Length < LongestHeader ? false : throw new InvalidDataException("A request without an end.");
        }

        request = Parse(Encoding.UTF8.GetString(text));
        var body = int.TryParse(request.Headers.GetValueOrDefault("Content-Length"), out var length) ? Math.Max(0, length) : 0;
        if (reader.Remaining < body)
        {
            return body < LongestHeader ? false : throw new InvalidDataException("A request with too long a body.");
        }

        buffer = buffer.Slice(reader.Consumed + body);
        return true;
    }

    private static RtspRequest Parse(string text)
    {
        var lines = text.Split("\r\n");
        var parts = lines[0].Split(' ');
        if (parts.Length != 3 || !parts[2].StartsWith("RTSP/", StringComparison.Ordinal))
        {
            throw new InvalidDataException("Not an RTSP request.");
        }

        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in lines.Skip(1))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0)
            {
                headers[line[..colon].Trim()] = line[(colon + 1)..].Trim();
            }
        }

        return new(parts[0], parts[1], headers);
    }
}
