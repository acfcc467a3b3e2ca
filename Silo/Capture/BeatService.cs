using System.Collections.Concurrent;
using OrleansFrames.Capture;
using OrleansFrames.Ledger;

namespace OrleansFrames.Silo.Capture;

/// <summary>
/// Says every 2 s which tracks this silo captures, and revives those that nobody has spoken for in 6 s. A silo that owns its database alone
/// revives all of them at once when it starts.
/// </summary>
internal sealed partial class BeatService(
    ICaptureBeats beats, ICaptureRoster roster, IGrainFactory grains, ILocalSiloDetails silo, TimeProvider clock, ILogger<BeatService> log) : BackgroundService
{
    private const int MostRevivals = 32;

    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Stale = TimeSpan.FromSeconds(6);

    private readonly ConcurrentDictionary<string, bool> _reviving = new();
    private readonly SemaphoreSlim _revivals = new(MostRevivals);

    public override void Dispose()
    {
        base.Dispose();
        _revivals.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(Beat, clock);
        var age = TimeSpan.Zero;
        do
        {
            await TryAsync(() => BeatAsync(stoppingToken), stoppingToken);
            if (await TryAsync(() => SweepAsync(age, stoppingToken), stoppingToken))
            {
                age = Stale;
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task BeatAsync(CancellationToken cancellationToken)
    {
        if (roster.Tracks is { Count: > 0 } tracks)
        {
            await beats.BeatAsync(silo.Name, tracks, cancellationToken);
        }
    }

    private async Task SweepAsync(TimeSpan age, CancellationToken cancellationToken)
    {
        foreach (var stale in await beats.StaleAsync(age, cancellationToken))
        {
            // Not awaited: a call that hangs must not keep the beats of all others waiting until they are stale too.
            if (_reviving.TryAdd(stale.EgressId, true))
            {
                _ = ReviveAsync(stale, cancellationToken);
            }
        }
    }

    private async Task ReviveAsync(StaleCapture stale, CancellationToken cancellationToken)
    {
        try
        {
            await _revivals.WaitAsync(cancellationToken);
            try
            {
                LogRevive(log, stale.TrackKeys.Count, stale.CallCid, stale.EgressId);
                await grains.GetCall(stale.App, stale.CallCid).ReviveAsync(stale.EgressId, stale.TrackKeys, cancellationToken);
            }
            finally
            {
                _revivals.Release();
            }
        }
        catch (Exception error)
        {
            if (!cancellationToken.IsCancellationRequested)
            {
                LogNotRevived(log, error, stale.CallCid, stale.EgressId);
            }
        }
        finally
        {
            _reviving.TryRemove(stale.EgressId, out _);
        }
    }

    private async Task<bool> TryAsync(Func<Task> act, CancellationToken cancellationToken)
    {
        try
        {
            await act();
            return true;
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            LogSweep(log, error);
            return false;
        }
    }

    [LoggerMessage(LogLevel.Warning, "Reviving {Count} tracks of call {Cid}, egress {EgressId}: nobody has captured them")]
    private static partial void LogRevive(ILogger logger, int count, string cid, string egressId);

    [LoggerMessage(LogLevel.Error, "Call {Cid}, egress {EgressId}: its tracks could not be revived; it is tried again")]
    private static partial void LogNotRevived(ILogger logger, Exception error, string cid, string egressId);

    [LoggerMessage(LogLevel.Error, "The capture sweep failed; it is tried again")]
    private static partial void LogSweep(ILogger logger, Exception error);
}
