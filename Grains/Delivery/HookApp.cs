using OrleansFrames.Apps;

namespace OrleansFrames.Delivery;

internal sealed class HookApp(IGrainFactory grains) : IHookApp
{
    public async Task<TimeSpan> UrlLifeAsync(string app, CancellationToken cancellationToken)
        => TimeSpan.FromSeconds((await grains.GetApp(app).GetAsync(cancellationToken)).CdnExpirationSeconds);

    /// <remarks>Through the app's grain, not the outbox: it owns the list, and its next change would enable the hook again.</remarks>
    public async Task DisableAsync(string app, string hookId, CancellationToken cancellationToken)
    {
        var grain = grains.GetApp(app);
        var hooks = (await grain.GetAsync(cancellationToken)).EventHooks;
        if (!hooks.Any(hook => hook.Id == hookId && hook.Enabled))
        {
            return;
        }

        var outcome = await grain.UpdateAsync(
            new AppUpdate([.. hooks.Select(hook => hook.Id == hookId ? hook with { Enabled = false } : hook)], null), cancellationToken);
        if (outcome.Refusal is { } refusal)
        {
            throw new InvalidOperationException($"app '{app}' refused to disable its hook '{hookId}': {refusal.Message}");
        }
    }
}
