using Microsoft.Extensions.DependencyInjection;
using OrleansFrames.Ledger;

namespace OrleansFrames.Silo.Tests.Ledger;

/// <summary>What every ledger keeps to, whatever its database.</summary>
public abstract partial class LedgerSuite : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly TempFolder _folder = new();
    private LedgerHost? _ledger;

    private protected TempFolder Folder => _folder;

    /// <summary>What tells the ledger where it is, beside its folder.</summary>
    private protected virtual (string Key, string Value)[] Settings => [];

    private protected LedgerHost Ledger => _ledger ??= Open();

    public void Dispose()
    {
        _ledger?.Dispose();
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected abstract void AddLedger(IServiceCollection services);

    private protected LedgerHost Open(params (string Key, string Value)[] settings) => new(_folder.Path, AddLedger, [.. Settings, .. settings]);

    /// <summary>Closes the ledger and opens it again on the same data.</summary>
    private protected void Reopen()
    {
        _ledger?.Dispose();
        _ledger = Open();
    }

    private Task<bool> CaptureAsync(TickRow tick) => Ledger.Ticks.AppendAsync(tick, Rows.Announcement(tick), None);

    private async Task<IReadOnlyList<TickRow>> TicksAsync(string app = Rows.App)
        => (await Ledger.Reader.TicksAsync(new(app, Rows.Call, Limit: 1000), None)).Rows;

    private async Task<TickRow> TickAsync(long tick) => Assert.Single(await TicksAsync(), row => row.Tick == tick);

    private Task<IReadOnlyList<EventRow>> EventsAsync(string app = Rows.App) => Ledger.Reader.EventsAsync(app, 0, 1000, None);

    private Task<IReadOnlyList<ClaimedDelivery>> ClaimAsync(string hook, int max = 100, double leaseSeconds = 60, string owner = "me", string app = Rows.App)
        => Ledger.Outbox.ClaimAsync(new(app, hook), max, TimeSpan.FromSeconds(leaseSeconds), owner, None);
}
