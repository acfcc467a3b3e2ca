using OrleansFrames.CaptureWorker.Sources.Codecs;
using OrleansFrames.CaptureWorker.Sources.Codecs.H265;

namespace OrleansFrames.CaptureWorker.Sources.Rtp;

/// <summary>H.265 in RTP (RFC 7798), without reordering by decoding order numbers.</summary>
internal sealed class H265Depacketizer(IMediaSink sink, int payloadType, IEnumerable<byte[]> given)
    : NalDepacketizer(sink, payloadType, new H265ParameterSets(), given)
{
    protected override void Begin()
    {
        base.Begin();

        // Which pictures nothing refers to depends on layers that may have been cut away on the road.
        IsReference = true;
    }

    protected override void Unpack(ReadOnlySpan<byte> payload)
    {
        if (payload.Length <= H265NalUnit.HeaderLength)
        {
            IsDamaged = true;
            return;
        }

        switch (H265NalUnit.Type(payload[0]))
        {
            case H265NalUnit.Aggregate:
                UnpackAggregate(payload[H265NalUnit.HeaderLength..]);
                break;
            case H265NalUnit.Fragment:
                var fragment = payload[H265NalUnit.HeaderLength];
                UnpackFragment(
                    [(byte)((payload[0] & 0x81) | ((fragment & 0x3f) << 1)), payload[1]], fragment, payload[(H265NalUnit.HeaderLength + 1)..]);
                break;
            default:
                Append(payload);
                break;
        }
    }

    protected override void Append(ReadOnlySpan<byte> nal)
    {
        if (nal.Length <= H265NalUnit.HeaderLength)
        {
            IsDamaged = true;
        }
        else if (H265NalUnit.IsParameterSet(H265NalUnit.Type(nal[0])))
        {
            AppendParameters(nal);
        }
        else if (H265NalUnit.Type(nal[0]) == H265NalUnit.Message)
        {
            Rotation = DisplayOrientation.Find(nal[H265NalUnit.HeaderLength..]) ?? Rotation;
        }
        else if (IsSlice(nal))
        {
            AppendSlice(nal[..H265NalUnit.HeaderLength], nal[H265NalUnit.HeaderLength..]);
        }
    }

    protected override bool IsSlice(ReadOnlySpan<byte> header) => H265NalUnit.IsSlice(H265NalUnit.Type(header[0]));

    // The temporal base layer has pictures enough.
    protected override void Note(ReadOnlySpan<byte> header) =>
        IsSkipped |= H265NalUnit.IsSkippedLeading(H265NalUnit.Type(header[0])) || H265NalUnit.Layer(header[1]) > 0;

    protected override bool IsKeySlice(ReadOnlySpan<byte> header) => H265NalUnit.IsKey(H265NalUnit.Type(header[0]));
}
