using System.Buffers.Binary;

namespace OrleansFrames.Cameras.Video;

/// <summary>
/// Reads H.264 from FLV. FLV and not a bare byte stream, because its tags carry their length: the end of a bare access unit shows only when the
/// next one begins, a whole frame later.
/// </summary>
internal sealed class FlvReader(Stream stream)
{
    private const int FileHeader = 9;
    private const int PreviousTagSize = 4;
    private const int TagHeader = 11;
    private const int VideoTag = 9;
    private const int VideoHeader = 5;
    private const int AvcConfiguration = 0;
    private const int AvcPicture = 1;

    private readonly byte[] _header = new byte[PreviousTagSize + TagHeader];
    private ReadOnlyMemory<byte>[] _parameterSets = [];
    private bool _started;

    /// <summary>The NAL units of the next picture.</summary>
    /// <exception cref="EndOfStreamException">The stream has ended.</exception>
    public async Task<(IReadOnlyList<ReadOnlyMemory<byte>> Nals, bool IsKey)> ReadAsync(CancellationToken cancellationToken)
    {
        if (!_started)
        {
            await stream.ReadExactlyAsync(_header.AsMemory(0, FileHeader), cancellationToken);
            _started = true;
        }

        while (true)
        {
            await stream.ReadExactlyAsync(_header, cancellationToken);
            var type = _header[PreviousTagSize];
            var body = new byte[(int)(BinaryPrimitives.ReadUInt32BigEndian(_header.AsSpan(PreviousTagSize)) & 0xFFFFFF)];
            await stream.ReadExactlyAsync(body, cancellationToken);
            if (type != VideoTag || body.Length < VideoHeader)
            {
                continue;
            }

            if (body[1] == AvcConfiguration)
            {
                _parameterSets = ReadParameterSets(body.AsMemory(VideoHeader));
            }
            else if (body[1] == AvcPicture)
            {
                var isKey = body[0] >> 4 == 1;
                return ([.. isKey ? _parameterSets : [], .. Split(body.AsMemory(VideoHeader))], isKey);
            }
        }
    }

    // ISO 14496-15, AVCDecoderConfigurationRecord with one set of each kind.
    private static ReadOnlyMemory<byte>[] ReadParameterSets(ReadOnlyMemory<byte> record)
    {
        const int Sps = 6;
        var spsLength = BinaryPrimitives.ReadUInt16BigEndian(record.Span[Sps..]);
        var pps = Sps + 2 + spsLength + 1;
        var ppsLength = BinaryPrimitives.ReadUInt16BigEndian(record.Span[pps..]);
        return [record.Slice(Sps + 2, spsLength), record.Slice(pps + 2, ppsLength)];
    }

    private static List<ReadOnlyMemory<byte>> Split(ReadOnlyMemory<byte> picture)
    {
        var nals = new List<ReadOnlyMemory<byte>>();
        while (picture.Length > 4)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(picture.Span);
            nals.Add(picture.Slice(4, length));
            picture = picture[(4 + length)..];
        }

        return nals;
    }
}
