using OrleansFrames.Capture;
using OrleansFrames.CaptureWorker.Sources.Codecs;

namespace OrleansFrames.CaptureWorker.Pictures;

/// <summary>Decodes stills of any number of tracks of one codec, one after the other, with one context. For one thread.</summary>
internal sealed unsafe class VideoDecoder : IDisposable
{
    private readonly TimeProvider _time;
    private nint _context;
    private nint _packet;
    private nint _newest;
    private nint _next;

    /// <exception cref="PictureException">The system's libavcodec cannot decode this.</exception>
    public VideoDecoder(VideoCodec kind, TimeProvider time)
    {
        _time = time;
        var codec = LibAv.avcodec_find_decoder_by_name(Name(kind));
        _context = codec == 0 ? 0 : LibAv.avcodec_alloc_context3(codec);
        _packet = LibAv.av_packet_alloc();
        _newest = LibAv.av_frame_alloc();
        _next = LibAv.av_frame_alloc();
        Set("threads", "1");

        // A picture with concealed errors would be announced as if it were true; a typed failure is better.
        Set("err_detect", "+explode");
        Set("max_pixels", VideoFormat.MaxPixels.ToString(System.Globalization.CultureInfo.InvariantCulture));
        if (_context == 0 || LibAv.avcodec_open2(_context, codec, 0) < 0)
        {
            throw new PictureException(FailureReason.Decode, $"this libavcodec has no decoder of {kind}; install the package of the distribution");
        }
    }

    /// <summary>The last picture of a group in the order of display. The planes are valid until the next call.</summary>
    /// <param name="picture">The access units, from a key frame on.</param>
    /// <param name="deadline">Timestamp after which nobody waits any more.</param>
    /// <param name="shown">The index of the access unit whose picture it is.</param>
    /// <exception cref="PictureException">It cannot be decoded, or not in time.</exception>
    public YuvPicture Decode(CompressedPicture picture, long deadline, out int shown)
    {
        shown = -1;
        try
        {
            for (var index = 0; index < picture.Units.Count; index++)
            {
                var unit = picture.Units[index];

                // Nothing refers to such a picture: only as the last one it is worth its decoding.
                if (!unit.IsReference && index < picture.Units.Count - 1)
                {
                    continue;
                }

                if (index > 0 && _time.GetTimestamp() > deadline)
                {
                    throw new PictureException(TickOutcome.Overload, null, $"decoding {picture.Units.Count} pictures forward took longer than the tick may");
                }

                Send(picture.Bytes(unit), index);
                Receive(ref shown);
            }

            _ = LibAv.avcodec_send_packet(_context, 0);
            Receive(ref shown);
        }
        finally
        {
            LibAv.avcodec_flush_buffers(_context);
        }

        return shown < 0 ? throw new PictureException(FailureReason.Decode, "the key frame gave no picture") : View(_newest);
    }

    public void Dispose()
    {
        fixed (nint* context = &_context, packet = &_packet, newest = &_newest, next = &_next)
        {
            LibAv.avcodec_free_context(context);
            LibAv.av_packet_free(packet);
            LibAv.av_frame_free(newest);
            LibAv.av_frame_free(next);
        }
    }

    private static string Name(VideoCodec kind) => kind switch
    {
        VideoCodec.H264 => "h264",
        VideoCodec.H265 => "hevc",
        VideoCodec.Vp8 => "vp8",
        VideoCodec.Vp9 => "vp9",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    private void Send(ReadOnlySpan<byte> bytes, int index)
    {
        int result;
        fixed (byte* data = bytes)
        {
            // Without a reference count of its own the packet's data is copied, and padded, by libavcodec.
            *(byte**)(_packet + AvLayout.PacketData) = data;
            *(int*)(_packet + AvLayout.PacketSize) = bytes.Length;
            *(long*)(_packet + AvLayout.PacketPts) = index;
            result = LibAv.avcodec_send_packet(_context, _packet);
            *(byte**)(_packet + AvLayout.PacketData) = null;
            *(int*)(_packet + AvLayout.PacketSize) = 0;
        }

        if (result < 0)
        {
            throw Broken(result);
        }
    }

    private void Receive(ref int shown)
    {
        int result;
        while ((result = LibAv.avcodec_receive_frame(_context, _next)) >= 0)
        {
            (_newest, _next) = (_next, _newest);
            shown = (int)*(long*)(_newest + AvLayout.FramePts);
        }

        if (result is not (LibAv.ErrorAgain or LibAv.ErrorEnd))
        {
            throw Broken(result);
        }
    }

    private static YuvPicture View(nint frame)
    {
        var view = new YuvPicture
        {
            Width = *(int*)(frame + AvLayout.FrameWidth),
            Height = *(int*)(frame + AvLayout.FrameHeight),
            Format = *(int*)(frame + AvLayout.FrameFormat),
        };
        for (var plane = 0; plane < 4; plane++)
        {
            view.Planes[plane] = (long)((nint*)(frame + AvLayout.FrameData))[plane];
            view.Strides[plane] = ((int*)(frame + AvLayout.FrameLineSize))[plane];
        }

        return view;
    }

    private static PictureException Broken(int error) => new(FailureReason.Decode, $"the picture could not be decoded: {LibAv.Message(error)}");

    private void Set(string name, string value)
    {
        if (_context != 0)
        {
            _ = LibAv.av_opt_set(_context, name, value, 0);
        }
    }
}
