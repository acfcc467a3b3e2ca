using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OrleansFrames.Ledger;
using OrleansFrames.Silo.Hosting.Keys;
using OrleansFrames.Silo.Ledger;
using OrleansFrames.Silo.Storage;

namespace OrleansFrames.Silo.Tests.Ledger;

/// <summary>A ledger as a silo has it, with a barrier and a signal that the test can watch.</summary>
internal sealed class LedgerHost : IDisposable
{
    private readonly ServiceProvider _services;

    public LedgerHost(string directory, Action<IServiceCollection> addLedger, params (string Key, string Value)[] settings)
    {
        var values = settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)).Append(new("Frames:DataDirectory", directory));
        var services = new ServiceCollection()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(values).Build())
            .AddLogging()
            .AddKeyRing()
            .AddSingleton<IDurabilityBarrier>(Barrier)
            .AddSingleton<IOutboxSignal>(Signal);
        addLedger(services);
        _services = services.BuildServiceProvider();
    }

    public FakeBarrier Barrier { get; } = new();

    public FakeSignal Signal { get; } = new();

    public ITickLedger Ticks => _services.GetRequiredService<ITickLedger>();

    public IEventLedger Events => _services.GetRequiredService<IEventLedger>();

    public ICaptureBeats Beats => _services.GetRequiredService<ICaptureBeats>();

    public IOutbox Outbox => _services.GetRequiredService<IOutbox>();

    public IDeliveryLedger Deliveries => _services.GetRequiredService<IDeliveryLedger>();

    public ILedgerReader Reader => _services.GetRequiredService<ILedgerReader>();

    public IReadModels Models => _services.GetRequiredService<IReadModels>();

    public LedgerWriter Writer => _services.GetRequiredService<LedgerWriter>();

    public ILedgerDatabase Database => _services.GetRequiredService<ILedgerDatabase>();

    /// <summary>Runs SQL on the writer's own connection and returns the first column of the first row.</summary>
    public Task<object?> AskAsync(string sql) => Writer.RunAsync(
        batch =>
        {
            using var command = batch.Session.Connection.CreateCommand();
            command.CommandText = sql;
            return command.ExecuteScalar();
        },
        CancellationToken.None);

    /// <summary>Holds the writer inside a batch of its own, so that what is queued meanwhile shares the next one.</summary>
    public async Task<TaskCompletionSource> HoldWriterAsync()
    {
        var held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var batch = Writer.RunAsync(
            _ =>
            {
                held.SetResult();
                return ((IAsyncResult)release.Task).AsyncWaitHandle.WaitOne(TimeSpan.FromSeconds(30));
            },
            CancellationToken.None,
            rows: new LedgerOptions().BatchRows);
        await Deadline.For(Task.WhenAny(held.Task, batch), "the writer to take the item that holds it");
        return release;
    }

    public void Dispose() => _services.Dispose();
}

internal sealed class FakeBarrier : IDurabilityBarrier
{
    public List<StoredObject> Flushed { get; } = [];

    public Dictionary<StoredObject, string> Failures { get; } = [];

    public Action? OnFlush { get; set; }

    public IReadOnlyDictionary<StoredObject, string> Flush(IReadOnlyCollection<StoredObject> pictures)
    {
        OnFlush?.Invoke();
        Flushed.AddRange(pictures);
        return Failures;
    }
}

internal sealed class FakeSignal : IOutboxSignal
{
    public List<HookRef> Touched { get; } = [];

    public Action? OnTouched { get; set; }

    public void HooksTouched(IReadOnlyCollection<HookRef> hooks)
    {
        lock (Touched)
        {
            Touched.AddRange(hooks);
        }

        OnTouched?.Invoke();
    }
}
