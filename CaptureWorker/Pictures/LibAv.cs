using System.Runtime.InteropServices;

namespace OrleansFrames.CaptureWorker.Pictures;

/// <summary>The few calls of libavcodec, libavutil and libswscale that a still needs. Names and values are FFmpeg's.</summary>
internal static unsafe partial class LibAv
{
    public const int LogQuiet = -8;
    public const int ErrorAgain = -11;
    public const int ErrorEnd = -541478725;
    public const int PixelYuv420 = 0;
    public const int PixelRgb24 = 2;
    public const int PixelYuvJ420 = 12;
    public const int PixelYuvJ422 = 13;
    public const int PixelYuvJ444 = 14;
    public const int ScaleArea = 0x20;
    public const int ScaleBilinear = 2;
    public const int ScaleAccurately = 0x40000;

    [LibraryImport("avcodec")]
    public static partial uint avcodec_version();

    [LibraryImport("avcodec", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint avcodec_find_decoder_by_name(string name);

    [LibraryImport("avcodec")]
    public static partial nint avcodec_alloc_context3(nint codec);

    [LibraryImport("avcodec")]
    public static partial void avcodec_free_context(nint* context);

    [LibraryImport("avcodec")]
    public static partial int avcodec_open2(nint context, nint codec, nint options);

    [LibraryImport("avcodec")]
    public static partial int avcodec_send_packet(nint context, nint packet);

    [LibraryImport("avcodec")]
    public static partial int avcodec_receive_frame(nint context, nint frame);

    [LibraryImport("avcodec")]
    public static partial void avcodec_flush_buffers(nint context);

    [LibraryImport("avcodec")]
    public static partial nint av_packet_alloc();

    [LibraryImport("avcodec")]
    public static partial void av_packet_free(nint* packet);

    [LibraryImport("avutil")]
    public static partial nint av_frame_alloc();

    [LibraryImport("avutil")]
    public static partial void av_frame_unref(nint frame);

    [LibraryImport("avutil")]
    public static partial void av_frame_free(nint* frame);

    [LibraryImport("avutil")]
    public static partial void av_log_set_level(int level);

    [LibraryImport("avutil", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int av_opt_set(nint target, string name, string value, int search);

    [LibraryImport("avutil")]
    public static partial int av_strerror(int error, byte* text, nuint size);

    [LibraryImport("swscale")]
    public static partial nint sws_getCachedContext(
        nint context, int width, int height, int format, int toWidth, int toHeight, int toFormat, int flags, nint from, nint to, nint parameters);

    [LibraryImport("swscale")]
    public static partial int sws_scale(nint context, byte** planes, int* strides, int top, int height, byte** toPlanes, int* toStrides);

    [LibraryImport("swscale")]
    public static partial void sws_freeContext(nint context);

    public static string Message(int error)
    {
        var text = stackalloc byte[128];
        return av_strerror(error, text, 128) < 0 ? $"error {error}" : Marshal.PtrToStringUTF8((nint)text) ?? "";
    }
}
