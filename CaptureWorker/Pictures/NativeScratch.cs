using System.Runtime.InteropServices;

namespace OrleansFrames.CaptureWorker.Pictures;

/// <summary>Room for one 4:2:0 picture in native memory, as large as the largest asked for so far.</summary>
internal sealed unsafe class NativeScratch : IDisposable
{
    // What the widest vector instructions of the scaler want, and may read behind a row.
    private const int Alignment = 64;

    private byte* _memory;
    private long _length;

    /// <summary>Sets planes and strides for a size.</summary>
    public void Lay(PictureSize size, byte** planes, int* strides)
    {
        var stride = (size.Width + (2 * Alignment) - 1) & ~((2 * Alignment) - 1);
        var luma = (long)stride * size.Height;
        var chroma = luma / 4;
        var needed = luma + (2 * chroma) + Alignment;
        if (needed > _length)
        {
            NativeMemory.AlignedFree(_memory);
            _memory = (byte*)NativeMemory.AlignedAlloc((nuint)needed, Alignment);
            _length = needed;
        }

        planes[0] = _memory;
        planes[1] = _memory + luma;
        planes[2] = planes[1] + chroma;
        planes[3] = null;
        strides[0] = stride;
        strides[1] = strides[2] = stride / 2;
        strides[3] = 0;
    }

    public void Dispose()
    {
        NativeMemory.AlignedFree(_memory);
        _memory = null;
        _length = 0;
    }
}
