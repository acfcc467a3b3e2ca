using OrleansFrames.CaptureWorker.Sources.Codecs;
using OrleansFrames.CaptureWorker.Sources.Codecs.H264;

namespace OrleansFrames.CaptureWorker.Sources.Rtp;

/// <summary>H.264 in RTP (RFC 6184, packetization modes 0 and 1).</summary>
internal sealed class H264Depacketizer(IMediaSink sink, int payloadType, IEnumerable<byte[]> given)
    : NalDepacketizer(sink, payloadType, new H264ParameterSets(), given)
{
    protected override void Unpack(ReadOnlySpan<byte> payload)
    {
        switch (NalUnit.Type(payload[0]))
        {
            case NalUnit.StapA:
                UnpackAggregate(payload[1..]);
                break;
            case NalUnit.FuA when payload.Length < 2:
                IsDamaged = true;
                break;
            case NalUnit.FuA:
                UnpackFragment([(byte)((payload[0] & 0xe0) | NalUnit.Type(payload[1]))], payload[1], payload[2..]);
                break;
            default:
                Append(payload);
                break;
        }
    }

    protected override void Append(ReadOnlySpan<byte> nal)
    {
        if (NalUnit.Type(nal[0]) is NalUnit.SequenceParameters or NalUnit.PictureParameters)
        {
            AppendParameters(nal);
        }
        else if (NalUnit.Type(nal[0]) == NalUnit.Message)
        {
            Rotation = DisplayOrientation.Find(nal[1..]) ?? Rotation;
        }
        else if (IsSlice(nal))
        {
            AppendSlice(nal[..1], nal[1..]);
        }
    }

    protected override bool IsSlice(ReadOnlySpan<byte> header) => NalUnit.IsSlice(NalUnit.Type(header[0]));

    protected override void Note(ReadOnlySpan<byte> header) => IsReference |= NalUnit.IsReference(header[0]);

    protected override bool IsKeySlice(ReadOnlySpan<byte> header) => NalUnit.Type(header[0]) == NalUnit.KeySlice;
}
