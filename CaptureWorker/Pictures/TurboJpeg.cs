using System.Runtime.InteropServices;

namespace OrleansFrames.CaptureWorker.Pictures;

/// <summary>The calls of libjpeg-turbo's TurboJPEG interface that a still needs.</summary>
internal static unsafe partial class TurboJpeg
{
    public const int Subsampling420 = 2;
    public const int NoReallocation = 1024;
    public const int FastTransform = 2048;

    [LibraryImport("turbojpeg")]
    public static partial nint tjInitCompress();

    [LibraryImport("turbojpeg")]
    public static partial int tjDestroy(nint handle);

    [LibraryImport("turbojpeg")]
    public static partial nuint tjBufSize(int width, int height, int subsampling);

    [LibraryImport("turbojpeg")]
    public static partial nint tjGetErrorStr2(nint handle);

    [LibraryImport("turbojpeg")]
    public static partial int tjCompressFromYUVPlanes(
        nint handle, byte** planes, int width, int* strides, int height, int subsampling, byte** jpeg, nuint* size, int quality, int flags);
}
