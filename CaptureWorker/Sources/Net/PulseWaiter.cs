using System.Threading.Tasks.Sources;

namespace OrleansFrames.CaptureWorker.Sources.Net;

/// <summary>One who waits for a <see cref="ReadPulse"/>, over and over, without allocating.</summary>
internal sealed class PulseWaiter(ReadPulse pulse) : IValueTaskSource
{
    private ManualResetValueTaskSourceCore<bool> _source;

    /// <summary>Waits for the next beat; one wait at a time. It is never cancelled: a beat is near.</summary>
    public ValueTask WaitAsync()
    {
        _source.Reset();
        var wait = new ValueTask(this, _source.Version);
        pulse.Enlist(this);
        return wait;
    }

    public void Wake() => _source.SetResult(true);

    public void GetResult(short token) => _source.GetResult(token);

    public ValueTaskSourceStatus GetStatus(short token) => _source.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _source.OnCompleted(continuation, state, token, flags);
}
