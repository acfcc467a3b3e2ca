namespace OrleansFrames.CaptureWorker.Sources;

/// <summary>What a track plays, and what its ticks ask of it at present.</summary>
internal sealed class SourceDemand(string url)
{
    private volatile int _shortSide;

    /// <summary>With user and password, if the source needs them.</summary>
    public string Url => url;

    /// <summary>Shorter side of the stills, in pixels; a source that comes in several sizes gives the one next to it.</summary>
    public int ShortSide
    {
        get => _shortSide;
        set => _shortSide = value;
    }
}
