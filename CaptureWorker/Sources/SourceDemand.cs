using OrleansFrames.Capture;
using OrleansFrames.CaptureWorker.Sources.Rtp;

namespace OrleansFrames.CaptureWorker.Sources;

/// <summary>What a track plays, and what its ticks ask of it at present. Written by the ticks, read by the source, on whatever threads.</summary>
internal sealed class SourceDemand(TrackSource source)
{
    private volatile int _shortSide;
    private long _interval;
    private long _keyAge;
    private long _lastAsked;
    private long _lastUsed;
    private int _waiting;

    public SourceDemand(string url)
        : this(new TrackSource(url))
    {
    }

    public TrackSource Source => source;

    /// <summary>With user and password, if the source needs them.</summary>
    public string Url => source.Url;

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

    /// <summary>Between two ticks; zero before the first was announced.</summary>
    public TimeSpan Interval => new(Interlocked.Read(ref _interval));

    /// <summary>How old a key frame may be for a tick that takes it rather than the newest picture, which costs more.</summary>
    public TimeSpan KeyAge => new(Interlocked.Read(ref _keyAge));

    /// <summary>Timestamp of the newest tick: the next one comes an interval later.</summary>
    public long LastAsked => Interlocked.Read(ref _lastAsked);

    /// <summary>Timestamp of the newest still: what came before it has been shown.</summary>
    public long LastUsed => Interlocked.Read(ref _lastUsed);

    /// <summary>A tick waits for a picture right now.</summary>
    public bool IsWaiting => Volatile.Read(ref _waiting) > 0;

    /// <summary>The port that an earlier attempt of the track listened at, for senders that have learnt it; 0 for none.</summary>
    public int LocalPort { get; set; }

    /// <summary>Where an earlier attempt of the track has learnt that the sender takes control packets; null for nowhere.</summary>
    public UdpPeer? ControlPeer { get; set; }

    /// <summary>Ticks come every interval, the newest one now.</summary>
    public void Expect(TimeSpan interval, TimeSpan keyAge, long now)
    {
        Interlocked.Exchange(ref _interval, interval.Ticks);
        Interlocked.Exchange(ref _keyAge, keyAge.Ticks);
        Interlocked.Exchange(ref _lastAsked, now);
    }

    /// <summary>A tick begins to wait for a picture.</summary>
    public void Begin() => Interlocked.Increment(ref _waiting);

    /// <summary>A tick has ended.</summary>
    /// <param name="hasUsed">It showed what had come until then.</param>
    public void End(bool hasUsed, long now)
    {
        Interlocked.Decrement(ref _waiting);
        if (hasUsed)
        {
            Interlocked.Exchange(ref _lastUsed, now);
        }
    }
}
