using Orleans.Concurrency;

namespace OrleansFrames.Capture;

/// <summary>Takes one track's pictures at its due times. Key: <c>capture/{egress}/{track}</c>. Holds nothing persistent: spec from the call, last tick from the ledger.</summary>
[Alias("frames.IParticipantCaptureGrain")]
public interface IParticipantCaptureGrain : IGrainWithStringKey
{
    /// <summary>Starts capturing, or takes over a changed spec (source, mute, cadence) at the next tick. Repeat-safe.</summary>
    [Alias("Start")]
    Task StartAsync(CaptureSpec spec, CancellationToken cancellationToken);

    /// <summary>Ends capturing: running grabs are cancelled, uploads get up to 10 s. When it answers every due tick has its row.</summary>
    [Alias("Stop")]
    Task StopAsync(CaptureSpec spec, DateTimeOffset until, CancellationToken cancellationToken);

    /// <summary>For the dashboard and tests: the last tick that was begun.</summary>
    [Alias("GetLastTick"), AlwaysInterleave]
    Task<long> GetLastTickAsync();
}
