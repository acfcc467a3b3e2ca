using OrleansFrames.CaptureWorker.Pictures;

namespace OrleansFrames.CaptureWorker.Tests.Pictures;

/// <summary>The native libraries, loaded once for the test process, and one pool for all tests.</summary>
internal static class Native
{
    private static readonly Lazy<string?> Loaded = new(NativeMedia.Load);
    private static readonly Lazy<PicturePool> Turbo = new(() => Start(2, hasTurboJpeg: true));
    private static readonly Lazy<PicturePool> Magick = new(() => Start(1, hasTurboJpeg: false));

    public static PicturePool Pool => Turbo.Value;

    /// <summary>As on a machine without libjpeg-turbo.</summary>
    public static PicturePool PoolWithoutTurboJpeg => Magick.Value;

    public static PicturePool Start(int threads, bool hasTurboJpeg = true)
    {
        Assert.Null(Loaded.Value);
        Assert.True(NativeMedia.HasTurboJpeg);
        return new PicturePool(threads, TimeProvider.System, hasTurboJpeg);
    }
}
