namespace OrleansFrames.CaptureWorker.Sources;

/// <summary>What the sources of this worker did, for its reports to the silo.</summary>
internal static class SourceCounters
{
    private static long _keyFramesAsked;

    public static long KeyFramesAsked => Interlocked.Read(ref _keyFramesAsked);

    /// <summary>A source was asked for a key frame (PLI).</summary>
    public static void KeyFrameAsked() => Interlocked.Increment(ref _keyFramesAsked);
}
