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
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Stale = TimeSpan.FromSeconds(6);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(Beat, clock);
        await SweepAsync(TimeSpan.Zero, stoppingToken);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await SweepAsync(Stale, stoppingToken);
        }
    }

    private async Task SweepAsync(TimeSpan age, CancellationToken cancellationToken)
    {
        try
        {
            if (roster.Tracks is { Count: > 0 } tracks)
            {
                await beats.BeatAsync(silo.Name, tracks, cancellationToken);
            }

            foreach (var stale in await beats.StaleAsync(age, cancellationToken))
            {
                LogRevive(log, stale.TrackKeys.Count, stale.CallCid, stale.EgressId);
                await grains.GetCall(stale.App, stale.CallCid).ReviveAsync(stale.EgressId, stale.TrackKeys, cancellationToken);
            }
        }
        catch (Exception error) when (error is LedgerException or OrleansException or TimeoutException)
        {
            LogSweep(log, error);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Reviving {Count} tracks of call {Cid}, egress {EgressId}: nobody has captured them")]
    private static partial void LogRevive(ILogger logger, int count, string cid, string egressId);

    [LoggerMessage(LogLevel.Error, "The capture sweep failed; it is tried again")]
    private static partial void LogSweep(ILogger logger, Exception error);
}
