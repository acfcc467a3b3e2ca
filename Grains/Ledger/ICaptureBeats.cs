namespace OrleansFrames.Ledger;

/// <summary>Which tracks are being captured, by whom, and since when nobody has said so. All times are the database's clock.</summary>
public interface ICaptureBeats
{
    /// <summary>The tracks are to be captured from now on; their beat starts now.</summary>
    Task RegisterAsync(string egressId, IReadOnlyList<string> trackKeys, CancellationToken cancellationToken);

    Task RemoveAsync(string egressId, IReadOnlyList<string> trackKeys, CancellationToken cancellationToken);

    /// <summary>This silo captures these tracks, in one statement. Tracks that are not registered are left out.</summary>
    Task BeatAsync(string silo, IReadOnlyList<TrackRef> tracks, CancellationToken cancellationToken);

    /// <summary>Registered tracks of running recordings whose beat is older than <paramref name="age"/>.</summary>
    Task<IReadOnlyList<StaleCapture>> StaleAsync(TimeSpan age, CancellationToken cancellationToken);
}

public readonly record struct TrackRef(string EgressId, string TrackKey);

public sealed record StaleCapture(string App, string CallCid, string EgressId, IReadOnlyList<string> TrackKeys);
