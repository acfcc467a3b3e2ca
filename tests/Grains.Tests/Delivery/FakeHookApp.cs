using System.Collections.Concurrent;
using OrleansFrames.Delivery;
using OrleansFrames.Ledger;

namespace OrleansFrames.Grains.Tests.Delivery;

/// <summary>Disables a hook as the app's grain does: saves it, and waits until the hook's grain has heard of it.</summary>
internal sealed class FakeHookApp(FakeOutbox outbox, IGrainFactory grains) : IHookApp
{
    public static readonly TimeSpan Life = TimeSpan.FromHours(5);

    private readonly ConcurrentQueue<HookRef> _disabled = new();

    private readonly ConcurrentDictionary<string, Task> _busy = new();

    public IReadOnlyCollection<HookRef> Disabled => _disabled;

    /// <summary>The app answers nothing until the task ends.</summary>
    public void KeepBusy(string app, Task until) => _busy[app] = until;

    public async Task<HookAppSettings> SettingsAsync(string app, CancellationToken cancellationToken)
    {
        await _busy.GetValueOrDefault(app, Task.CompletedTask);
        return new(Life, Compress: true);
    }

    public async Task DisableAsync(string app, string hookId, CancellationToken cancellationToken)
    {
        var hook = await outbox.FindHookAsync(new(app, hookId), cancellationToken);
        await outbox.SaveHooksAsync(app, [hook! with { Enabled = false }], cancellationToken);
        await grains.GetHook(app, hookId).ReloadAsync(cancellationToken);
        _disabled.Enqueue(new(app, hookId));
        outbox.Changed.Raise();
    }
}
