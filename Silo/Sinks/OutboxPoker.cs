using OrleansFrames.Ledger;

namespace OrleansFrames.Silo.Sinks;

/// <summary>Tells the grains of hooks that there may be rows for them. Loses nothing when it fails: the sweeper asks the outbox.</summary>
internal sealed partial class OutboxPoker(IGrainFactory grains, ILogger<OutboxPoker> logger) : IOutboxSignal
{
    /// <summary>Returns at once and never throws: right to call from the ledger's writer after a commit.</summary>
    public void HooksTouched(IReadOnlyCollection<HookRef> hooks)
    {
        foreach (var hook in hooks)
        {
            _ = PokeAsync(hook);
        }
    }

    private async Task PokeAsync(HookRef hook)
    {
        try
        {
            await grains.GetHook(hook.App, hook.HookId).PokeAsync();
        }
        catch (Exception error)
        {
            LogPokeFailed(logger, error, hook.HookId, hook.App);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Hook {HookId} of {App} could not be told of new deliveries; the sweeper tells it again")]
    private static partial void LogPokeFailed(ILogger logger, Exception error, string hookId, string app);
}
