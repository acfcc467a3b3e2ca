using Microsoft.Data.Sqlite;

namespace OrleansFrames.Silo.Hosting.State;

/// <summary>
/// Brings the write-ahead log of Orleans' grain state into its file, beside the writers: whoever happened to fill the log would otherwise wait
/// for it within a request, and all behind it too.
/// </summary>
internal sealed partial class StateCheckpoints(string connectionString, TimeProvider clock, ILogger<StateCheckpoints> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(Period, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await Task.Run(Checkpoint, stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The silo stops; the last connection to close brings in what is left.
        }
    }

    private void Checkpoint()
    {
        try
        {
            using SqliteConnection connection = new(connectionString);
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA wal_checkpoint(PASSIVE)";
            command.ExecuteNonQuery();
        }
        catch (SqliteException failure)
        {
            // Nothing is lost: the log grows until the next look, or until a writer has to do it.
            LogFailed(logger, failure);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The log of the grains' state could not be brought into its file; it is tried again in a second")]
    private static partial void LogFailed(ILogger logger, Exception failure);
}
