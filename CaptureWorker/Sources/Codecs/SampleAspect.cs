namespace OrleansFrames.CaptureWorker.Sources.Codecs;

/// <summary>The shape of a sample: how wide it is to be shown for how high.</summary>
internal readonly record struct SampleAspect(int Width, int Height)
{
    // Whoever says more than that is mistaken.
    private const int Most = 8;

    private static readonly SampleAspect[] Named =
    [
        Square, Square, new(12, 11), new(10, 11), new(16, 11), new(40, 33), new(24, 11), new(20, 11), new(32, 11), new(80, 33), new(18, 11), new(15, 11),
        new(64, 33), new(160, 99), new(4, 3), new(3, 2), new(2, 1),
    ];

    public static SampleAspect Square => new(1, 1);

    /// <summary>By its number in H.264 (table E-1) and H.265; square where that says nothing.</summary>
    public static SampleAspect Of(uint number) => number < Named.Length ? Named[number] : Square;

    /// <summary>By width and height; square where they make no sense.</summary>
    public static SampleAspect Of(uint width, uint height) =>
        width == 0 || height == 0 || width > height * Most || height > width * Most ? Square : new((int)width, (int)height);
}
