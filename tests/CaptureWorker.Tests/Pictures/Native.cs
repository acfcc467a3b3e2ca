using OrleansFrames.CaptureWorker.Pictures;

namespace OrleansFrames.CaptureWorker.Tests.Pictures;

/// <summary>The native libraries, loaded once for the test process, and one pool for all tests.</summary>
internal static class Native
{
    private static readonly Lazy<PicturePool> Loaded = new(() =>
    {
        Assert.Null(NativeMedia.Load());
        return new PicturePool(2, TimeProvider.System);
    });

    public static PicturePool Pool => Loaded.Value;
}
