using OrleansFrames.CaptureWorker.Sources.Codecs;
using OrleansFrames.CaptureWorker.Sources.Codecs.Vpx;

namespace OrleansFrames.CaptureWorker.Sources.Rtp;

/// <summary>VP8 in RTP (RFC 7741).</summary>
internal sealed class Vp8Depacketizer(IMediaSink sink, int payloadType) : RtpDepacketizer(sink, payloadType)
{
    private VideoFormat? _format;

    protected override VideoFormat? Format => _format;

    protected override void Unpack(ReadOnlySpan<byte> payload)
    {
        var first = payload[0];
        var frame = Behind(payload, out var layer);
        if (frame.IsEmpty)
        {
            IsDamaged = true;
            return;
        }

        // Start of the first partition: of the frame itself.
        if ((first & 0x17) == 0x10 && !HasPicture)
        {
            Begin(frame);
            IsReference = (first & 0x20) == 0;

            // The base layer never refers to those above it, and has pictures enough.
            IsSkipped = layer > 0 && !IsKey;
        }

        IsDamaged |= !HasPicture;
        HasPicture = true;
        if (IsWanted)
        {
            Write(frame);
        }
    }

    private void Begin(ReadOnlySpan<byte> frame)
    {
        HasPicture = true;
        if (Vp8Frame.IsKey(frame))
        {
            Restart();
            _format = Vp8Frame.Format(frame);
        }
    }

    /// <summary>What follows the payload descriptor (4.2); nothing where that is cut off.</summary>
    /// <param name="payload">With its descriptor.</param>
    /// <param name="layer">The temporal layer; 0 where there are none.</param>
    private static ReadOnlySpan<byte> Behind(ReadOnlySpan<byte> payload, out int layer)
    {
        layer = 0;
        var at = 1;
        if ((payload[0] & 0x80) != 0 && payload.Length > 1)
        {
            var extension = payload[1];
            at = 2;
            if ((extension & 0x80) != 0 && payload.Length > at)
            {
                at += (payload[at] & 0x80) != 0 ? 2 : 1;
            }

            at += (extension & 0x40) != 0 ? 1 : 0;
            layer = (extension & 0x20) != 0 && payload.Length > at ? payload[at] >> 6 : 0;
            at += (extension & 0x30) != 0 ? 1 : 0;
        }

        return at < payload.Length ? payload[at..] : default;
    }
}
