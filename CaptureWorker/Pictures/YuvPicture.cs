namespace OrleansFrames.CaptureWorker.Pictures;

/// <summary>Planes of a decoded picture in native memory, valid as long as their owner says.</summary>
internal unsafe struct YuvPicture
{
    public fixed long Planes[4];
    public fixed int Strides[4];
    public int Width;
    public int Height;
    public int Format;

    /// <summary>Luma runs over 0 to 255.</summary>
    public readonly bool IsFullRangeFormat => Format is LibAv.PixelYuvJ420 or LibAv.PixelYuvJ422 or LibAv.PixelYuvJ444;

    public readonly bool Is420 => Format is LibAv.PixelYuv420 or LibAv.PixelYuvJ420;

    public readonly byte* Plane(int index) => (byte*)Planes[index];
}
