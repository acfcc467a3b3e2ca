using OrleansFrames.Grains.Tests.Delivery;
using OrleansFrames.Ledger;

namespace OrleansFrames.Grains.Tests.Ledger;

/// <summary>Which tracks are registered, in memory.</summary>
internal sealed class FakeBeats : ICaptureBeats
{
    private readonly Lock _gate = new();
    private readonly HashSet<TrackRef> _tracks = [];
    private Func<Task> _afterRegistering = () => Task.CompletedTask;

    public Signal Changed { get; } = new();

    public IReadOnlyList<string> Of(string egressId)
    {
        lock (_gate)
        {
            return [.. _tracks.Where(track => track.EgressId == egressId).Select(track => track.TrackKey)];
        }
    }

    /// <summary>What follows the registration of tracks, before its caller hears that it is done.</summary>
    public void HoldRegistered(Func<Task> after) => Volatile.Write(ref _afterRegistering, after);

    public async Task RegisterAsync(string egressId, IReadOnlyList<string> trackKeys, CancellationToken cancellationToken)
    {
        await Do(() => _tracks.UnionWith(trackKeys.Select(key => new TrackRef(egressId, key))));
        await Volatile.Read(ref _afterRegistering)();
    }

    public Task RemoveAsync(string egressId, IReadOnlyList<string> trackKeys, CancellationToken cancellationToken)
        => Do(() => _tracks.ExceptWith(trackKeys.Select(key => new TrackRef(egressId, key))));

    public Task BeatAsync(string silo, IReadOnlyList<TrackRef> tracks, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<IReadOnlyList<StaleCapture>> StaleAsync(TimeSpan age, CancellationToken cancellationToken)
        => Task.FromResult<IReadOnlyList<StaleCapture>>([]);

    private Task Do(Action change)
    {
        lock (_gate)
        {
            change();
        }

        Changed.Raise();
        return Task.CompletedTask;
    }
}
