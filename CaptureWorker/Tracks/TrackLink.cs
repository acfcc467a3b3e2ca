using OrleansFrames.Capture;
using OrleansFrames.CaptureWorker.Sources;

namespace OrleansFrames.CaptureWorker.Tracks;

/// <summary>How a track stands with its source. Not for several threads at once.</summary>
internal sealed class TrackLink(TimeProvider time)
{
    private Phase _phase;
    private long _since = time.GetTimestamp();
    private long _arrivedBefore;
    private bool _hadMedia;
    private SourceFault? _fault;

    private enum Phase
    {
        Connecting,
        Playing,
        Down,
        Asleep,
    }

    /// <summary>The source is left alone until shortly before the next tick.</summary>
    public bool IsAsleep => _phase == Phase.Asleep;

    /// <summary>Why there is no media, when that is settled until the next attempt; null when waiting may help.</summary>
    public SourceFault? Verdict => _phase == Phase.Down && _fault is { Ended: false } ? _fault : null;

    /// <summary>Connected, and media has come over this connection.</summary>
    /// <param name="arrived">Access units of the track, over all connections.</param>
    public bool IsFlowing(long arrived) => _phase == Phase.Playing && arrived > _arrivedBefore;

    public void Connect() => Enter(Phase.Connecting);

    public void Sleep()
    {
        _fault = null;
        Enter(Phase.Asleep);
    }

    public void Play(long arrived)
    {
        _arrivedBefore = arrived;
        Enter(Phase.Playing);
    }

    /// <summary>The attempt goes on: this is what a tick is told whose time is up meanwhile.</summary>
    public void Note(SourceFault fault) => _fault = fault;

    public void Fail(SourceFault fault, long arrived)
    {
        _hadMedia |= arrived > 0;
        var wentSilent = !fault.IsFinal && _phase == Phase.Playing && fault.Outcome == TickOutcome.NoVideo && _hadMedia;
        _fault = wentSilent ? Silent() : fault;
        Enter(Phase.Down);
    }

    /// <summary>What a tick is told whose time is up.</summary>
    public GrabResult Overdue(TimeSpan budget, GroupOfPictures pictures) => IsFlowing(pictures.Arrived) ? Undecoded(pictures) : Missing(budget).ToResult();

    private static GrabResult Undecoded(GroupOfPictures pictures)
    {
        if (!pictures.IsTailDropped || pictures.IsBroken)
        {
            return GrabResult.Failed(FailureReason.NoKeyframe, "media comes, but no key frame to start decoding from; shorten the camera's key frame interval");
        }

        return new GrabResult(TickOutcome.Overload, null, pictures.IsTaken
            ? "the machine is too busy to decode all of the track's pictures, and has to wait for its next key frame"
            : "the group of pictures is larger than the worker keeps, and its key frame has been sent; shorten the camera's key frame interval");
    }

    private SourceFault Missing(TimeSpan budget)
    {
        if (_phase != Phase.Playing)
        {
            return _fault ?? SourceFault.Failed(FailureReason.Timeout, $"the source is not connected after {time.GetElapsedTime(_since).TotalSeconds:0.#} s");
        }

        return _hadMedia ? Silent() : SourceFault.NoVideo($"the source plays, but sent no picture within {budget.TotalSeconds:0.#} s");
    }

    private static SourceFault Silent() => SourceFault.Failed(FailureReason.Stalled, "the source was connected again, but sends no media any more");

    private void Enter(Phase phase)
    {
        _phase = phase;
        _since = time.GetTimestamp();
    }
}
