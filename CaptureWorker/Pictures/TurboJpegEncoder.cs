using System.Buffers;
using System.Runtime.InteropServices;
using OrleansFrames.Capture;

namespace OrleansFrames.CaptureWorker.Pictures;

/// <summary>JPEG straight from the planes, without a detour by RGB. For one thread.</summary>
internal sealed unsafe class TurboJpegEncoder : IDisposable
{
    private const int Quality = 85;

    private readonly nint _encoder = TurboJpeg.tjInitCompress();

    /// <param name="planes">4:2:0, full range, BT.601.</param>
    /// <param name="strides">Of the planes.</param>
    /// <param name="size">Of the picture.</param>
    /// <exception cref="PictureException">The library refuses the picture.</exception>
    public EncodedStill Encode(byte** planes, int* strides, PictureSize size)
    {
        var length = TurboJpeg.tjBufSize(size.Width, size.Height, TurboJpeg.Subsampling420);
        var buffer = ArrayPool<byte>.Shared.Rent((int)length);
        int result;
        fixed (byte* jpeg = buffer)
        {
            var at = jpeg;
            result = TurboJpeg.tjCompressFromYUVPlanes(
                _encoder, planes, size.Width, strides, size.Height, TurboJpeg.Subsampling420, &at, &length, Quality, TurboJpeg.NoReallocation | TurboJpeg.FastTransform);
        }

        if (result != 0)
        {
            ArrayPool<byte>.Shared.Return(buffer);
            throw new PictureException(FailureReason.Decode, $"the picture could not be encoded: {Marshal.PtrToStringUTF8(TurboJpeg.tjGetErrorStr2(_encoder))}");
        }

        return new EncodedStill(buffer, (int)length);
    }

    public void Dispose() => _ = TurboJpeg.tjDestroy(_encoder);
}
