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

    /// <summary>
    /// From which interval on it costs less to connect for each picture than to stay connected; null where the source must not be left. The
    /// source tells, once it is played.
    /// </summary>
    public TimeSpan? ReconnectFrom { get; set; }

    /// <summary>What the source keeps from one connection to the next.</summary>
    public object? Memory { get; set; }
}
