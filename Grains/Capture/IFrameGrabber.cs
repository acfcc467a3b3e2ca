namespace OrleansFrames.Capture;

/// <summary>Takes stills of tracks, in worker processes: native media code is never loaded into a silo.</summary>
public interface IFrameGrabber
{
    /// <summary>The newest picture of a track, or a typed outcome. Never throws but for cancellation.</summary>
    Task<GrabResult> GrabAsync(GrabRequest request, CancellationToken cancellationToken);

    /// <summary>Opens a track ahead of its first tick, so that the tick finds a picture.</summary>
    Task WatchAsync(GrabRequest request, CancellationToken cancellationToken);

    /// <summary>Drops a track at once; unknown tracks are ignored.</summary>
    Task ReleaseAsync(string trackKey, CancellationToken cancellationToken);
}
