using System.Runtime.InteropServices;
using OrleansFrames.Capture;

namespace OrleansFrames.CaptureWorker.Pictures;

/// <summary>Turns planes into rows of red, green and blue without gaps, in native memory as large as the largest picture so far. For one thread.</summary>
internal sealed unsafe class RgbPixels : IDisposable
{
    private const int Channels = 3;

    // The converter writes whole vectors: behind a row, and at its beginning, too.
    private const int Alignment = 64;

    private nint _converter;
    private byte* _memory;
    private long _length;

    /// <summary>The pixels of a 4:2:0 picture of full range with the BT.601 matrix, valid until the next call.</summary>
    /// <exception cref="PictureException">It cannot be converted.</exception>
    public ReadOnlySpan<byte> Of(byte** planes, int* strides, PictureSize size)
    {
        var row = size.Width * Channels;
        var stride = (row + (2 * Alignment) - 1) & ~(Alignment - 1);
        Reserve((long)stride * size.Height);
        var to = stackalloc byte*[4] { _memory, null, null, null };
        var toStrides = stackalloc int[4] { stride, 0, 0, 0 };
        _converter = LibAv.sws_getCachedContext(
            _converter,
            size.Width,
            size.Height,
            LibAv.PixelYuvJ420,
            size.Width,
            size.Height,
            LibAv.PixelRgb24,
            LibAv.ScaleBilinear | LibAv.ScaleAccurately,
            0,
            0,
            0);
        if (_converter == 0 || LibAv.sws_scale(_converter, planes, strides, 0, size.Height, to, toStrides) <= 0)
        {
            throw new PictureException(FailureReason.Decode, "the picture could not be converted to RGB");
        }

        for (var y = 1L; y < size.Height; y++)
        {
            Buffer.MemoryCopy(_memory + (y * stride), _memory + (y * row), row, row);
        }

        return new ReadOnlySpan<byte>(_memory, row * size.Height);
    }

    public void Dispose()
    {
        LibAv.sws_freeContext(_converter);
        NativeMemory.AlignedFree(_memory);
        _memory = null;
        (_converter, _length) = (0, 0);
    }

    private void Reserve(long length)
    {
        if (length > _length)
        {
            NativeMemory.AlignedFree(_memory);
            _memory = (byte*)NativeMemory.AlignedAlloc((nuint)length, Alignment);
            _length = length;
        }
    }
}
