using OrleansFrames.Capture;
using OrleansFrames.CaptureWorker.Sources.Codecs;

namespace OrleansFrames.CaptureWorker.Pictures;

/// <summary>One context of libavcodec, and the newest picture that came out of it. Not for several threads at once.</summary>
internal sealed unsafe class DecoderContext : IDisposable
{
    private nint _context;
    private nint _packet;
    private nint _newest;
    private nint _next;

    /// <param name="kind">What it decodes.</param>
    /// <param name="isEager">A picture comes out as soon as no earlier one can follow it, not only when the context is drained.</param>
    /// <exception cref="PictureException">The system's libavcodec cannot decode this.</exception>
    public DecoderContext(VideoCodec kind, bool isEager)
    {
        var codec = LibAv.avcodec_find_decoder_by_name(Name(kind));
        _context = codec == 0 ? 0 : LibAv.avcodec_alloc_context3(codec);
        _packet = LibAv.av_packet_alloc();
        _newest = LibAv.av_frame_alloc();
        _next = LibAv.av_frame_alloc();
        Set("threads", "1");

        // A picture with concealed errors would be announced as if it were true; a typed failure is better.
        Set("err_detect", "+explode");
        Set("max_pixels", VideoFormat.MaxPixels.ToString(System.Globalization.CultureInfo.InvariantCulture));
        if (isEager)
        {
            Set("flags", "+low_delay");
        }

        if (_context == 0 || LibAv.avcodec_open2(_context, codec, 0) < 0)
        {
            Dispose();
            throw new PictureException(FailureReason.Decode, $"this libavcodec has no decoder of {kind}; install the package of the distribution");
        }
    }

    /// <summary>The stamp of the newest picture; null when none has come out since the last flush.</summary>
    public long? Newest { get; private set; }

    /// <summary>Decodes one access unit.</summary>
    /// <param name="bytes">As its codec wants it.</param>
    /// <param name="stamp">Names its picture.</param>
    /// <exception cref="PictureException">It cannot be decoded.</exception>
    public void Send(ReadOnlySpan<byte> bytes, long stamp)
    {
        int result;
        fixed (byte* data = bytes)
        {
            // Without a reference count of its own the packet's data is copied, and padded, by libavcodec.
            *(byte**)(_packet + AvLayout.PacketData) = data;
            *(int*)(_packet + AvLayout.PacketSize) = bytes.Length;
            *(long*)(_packet + AvLayout.PacketPts) = stamp;
            result = LibAv.avcodec_send_packet(_context, _packet);
            *(byte**)(_packet + AvLayout.PacketData) = null;
            *(int*)(_packet + AvLayout.PacketSize) = 0;
        }

        if (result < 0)
        {
            throw Broken(result);
        }

        Receive();
    }

    /// <summary>Brings out what is held back for its order; only <see cref="Flush"/> may follow.</summary>
    /// <exception cref="PictureException">It cannot be decoded.</exception>
    public void Drain()
    {
        _ = LibAv.avcodec_send_packet(_context, 0);
        Receive();
    }

    /// <summary>Forgets all pictures: the next access unit is a key frame.</summary>
    public void Flush()
    {
        LibAv.avcodec_flush_buffers(_context);
        Newest = null;
    }

    /// <summary>The newest picture's planes, valid until the next call.</summary>
    public YuvPicture View()
    {
        var view = new YuvPicture
        {
            Width = *(int*)(_newest + AvLayout.FrameWidth),
            Height = *(int*)(_newest + AvLayout.FrameHeight),
            Format = *(int*)(_newest + AvLayout.FrameFormat),
        };
        for (var plane = 0; plane < 4; plane++)
        {
            view.Planes[plane] = (long)((nint*)(_newest + AvLayout.FrameData))[plane];
            view.Strides[plane] = ((int*)(_newest + AvLayout.FrameLineSize))[plane];
        }

        return view;
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

    private static PictureException Broken(int error) => new(FailureReason.Decode, $"the picture could not be decoded: {LibAv.Message(error)}");

    private void Receive()
    {
        int result;
        while ((result = LibAv.avcodec_receive_frame(_context, _next)) >= 0)
        {
            (_newest, _next) = (_next, _newest);
            Newest = *(long*)(_newest + AvLayout.FramePts);
        }

        if (result is not (LibAv.ErrorAgain or LibAv.ErrorEnd))
        {
            throw Broken(result);
        }
    }

    private void Set(string name, string value)
    {
        if (_context != 0)
        {
            _ = LibAv.av_opt_set(_context, name, value, 0);
        }
    }
}
