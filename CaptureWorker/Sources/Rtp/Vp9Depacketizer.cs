using OrleansFrames.CaptureWorker.Sources.Codecs;
using OrleansFrames.CaptureWorker.Sources.Codecs.Vpx;

namespace OrleansFrames.CaptureWorker.Sources.Rtp;

/// <summary>VP9 in RTP (RFC 9628), with its spatial layers: those of one time become one superframe.</summary>
internal sealed class Vp9Depacketizer(IMediaSink sink, int payloadType) : RtpDepacketizer(sink, payloadType)
{
    private const int MostLayers = 8;

    private readonly List<int> _sizes = [];
    private VideoFormat? _format;

    protected override VideoFormat? Format => _format;

    protected override void Begin()
    {
        _sizes.Clear();
        IsReference = true;
    }

    protected override void Unpack(ReadOnlySpan<byte> payload)
    {
        var first = payload[0];
        var frame = Behind(payload, out var layer);
        if (frame.IsEmpty)
        {
            IsDamaged = true;
            return;
        }

        if ((first & 0x08) != 0)
        {
            BeginLayer(frame);

            // The temporal base layer never refers to those above it, and has pictures enough.
            IsSkipped = layer > 0 && !IsKey;
        }

        IsDamaged |= _sizes.Count is 0 or > MostLayers;
        HasPicture = true;
        if (IsWanted)
        {
            _sizes[^1] += frame.Length;
            Write(frame);
        }
    }

    protected override void Finish()
    {
        if (_sizes.Count > 1)
        {
            Vp9Frame.WriteIndex(Unit, _sizes);
        }
    }

    private void BeginLayer(ReadOnlySpan<byte> frame)
    {
        if (_sizes.Count == 0 && Vp9Frame.Format(frame) is { } format)
        {
            Restart();
            _format = format;
        }

        _sizes.Add(0);
    }

    /// <summary>What follows the payload descriptor (4.2); nothing where that is cut off.</summary>
    /// <param name="payload">With its descriptor.</param>
    /// <param name="layer">The temporal layer; 0 where there are none.</param>
    private static ReadOnlySpan<byte> Behind(ReadOnlySpan<byte> payload, out int layer)
    {
        layer = 0;
        var (hasId, isInter, hasLayers, isFlexible, hasStructure) =
            ((payload[0] & 0x80) != 0, (payload[0] & 0x40) != 0, (payload[0] & 0x20) != 0, (payload[0] & 0x10) != 0, (payload[0] & 0x02) != 0);
        var rest = payload[1..];
        if (hasId)
        {
            rest = Skip(rest, !rest.IsEmpty && (rest[0] & 0x80) != 0 ? 2 : 1);
        }

        if (hasLayers)
        {
            layer = rest.IsEmpty ? 0 : rest[0] >> 5;
            rest = Skip(rest, isFlexible ? 1 : 2);
        }

        for (var more = isFlexible && isInter; more && !rest.IsEmpty; rest = rest[1..])
        {
            more = (rest[0] & 1) != 0;
        }

        return hasStructure ? BehindStructure(rest) : rest;
    }

    private static ReadOnlySpan<byte> BehindStructure(ReadOnlySpan<byte> rest)
    {
        if (rest.IsEmpty)
        {
            return rest;
        }

        var (layers, hasSizes, hasGroup) = ((rest[0] >> 5) + 1, (rest[0] & 0x10) != 0, (rest[0] & 0x08) != 0);
        rest = Skip(rest, 1 + (hasSizes ? 4 * layers : 0));
        if (!hasGroup || rest.IsEmpty)
        {
            return rest;
        }

        var pictures = rest[0];
        rest = rest[1..];
        for (var picture = 0; picture < pictures && !rest.IsEmpty; picture++)
        {
            rest = Skip(rest, 1 + ((rest[0] >> 2) & 3));
        }

        return rest;
    }

    private static ReadOnlySpan<byte> Skip(ReadOnlySpan<byte> rest, int count) => count < rest.Length ? rest[count..] : default;
}
