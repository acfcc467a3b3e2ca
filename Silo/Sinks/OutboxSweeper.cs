using OrleansFrames.Ledger;

namespace OrleansFrames.Silo.Sinks;

/// <summary>On every silo: finds hooks with due rows that nobody works on, at once at the start and every 2 s. What brings deliveries back after a crash.</summary>
internal sealed partial class OutboxSweeper(IOutbox outbox, OutboxPoker poker, TimeProvider clock, ILogger<OutboxSweeper> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, clock);
        do
        {
            await SweepAsync(stoppingToken);
        }
        while (!stoppingToken.IsCancellationRequested && await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task SweepAsync(CancellationToken cancellationToken)
    {
        try
        {
            poker.HooksTouched(await outbox.DueHooksAsync(cancellationToken));
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            LogSweepFailed(logger, error);
        }
    }

    [LoggerMessage(LogLevel.Error, "The outbox could not be asked for due deliveries; it is asked again in 2 s")]
    private static partial void LogSweepFailed(ILogger logger, Exception error);
}
