using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using OrleansFrames.Ledger;
using OrleansFrames.Silo.Hosting;
using OrleansFrames.Silo.Ledger.Postgres;
using OrleansFrames.Silo.Ledger.Queries;
using OrleansFrames.Silo.Ledger.Sqlite;

namespace OrleansFrames.Silo.Ledger;

internal static class LedgerExtensions
{
    /// <summary>The ledger: in PostgreSQL where settings name one, else in an SQLite file of the data directory. Needs a key ring and a frame store.</summary>
    public static IServiceCollection AddLedger(this IServiceCollection services)
    {
        services.AddFramesOptions();
        services.AddOptionsWithValidateOnStart<LedgerOptions, LedgerOptionsValidator>().BindConfiguration(LedgerOptions.Section);
        services.TryAddSingleton(Database);
        services.TryAddSingleton<LedgerWriter>();
        services.TryAddSingleton<LedgerReaders>();
        services.TryAddSingleton<ITickLedger, TickLedger>();
        services.TryAddSingleton<IEventLedger, EventLedger>();
        services.TryAddSingleton<ICaptureBeats, CaptureBeats>();
        services.TryAddSingleton<IOutbox, Outbox>();
        services.TryAddSingleton<ILedgerReader, LedgerReader>();
        services.TryAddSingleton<IReadModels, ReadModels>();
        services.AddHostedService<LedgerStart>();
        return services;
    }

    private static ILedgerDatabase Database(IServiceProvider provider)
        => string.IsNullOrWhiteSpace(provider.GetRequiredService<IOptions<LedgerOptions>>().Value.Postgres)
            ? ActivatorUtilities.CreateInstance<SqliteLedgerDatabase>(provider)
            : ActivatorUtilities.CreateInstance<PostgresLedgerDatabase>(provider);

    /// <summary>Opens the database at start: a wrong path ends the start, in words, before anything is captured.</summary>
    private sealed class LedgerStart(ILedgerDatabase database) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            try
            {
                database.OpenWriter().Dispose();
                return Task.CompletedTask;
            }
            catch (Exception failure)
            {
                throw failure as LedgerException ?? new LedgerException(database.Explain(failure), failure);
            }
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
