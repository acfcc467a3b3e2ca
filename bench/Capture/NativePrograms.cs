namespace OrleansFrames.Bench.Capture;

/// <summary>What <c>run.sh</c> has compiled of <c>Native/</c>, beside the bench's own program.</summary>
internal static class NativePrograms
{
    /// <summary>Serves clips as RTSP cameras.</summary>
    public static string Cameras => Path.Combine(AppContext.BaseDirectory, "native", "cameras");

    /// <summary>The floor: what no recorder of stills can do without.</summary>
    public static string Floor => Path.Combine(AppContext.BaseDirectory, "native", "floor");
}
