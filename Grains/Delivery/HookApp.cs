namespace OrleansFrames.Delivery;

internal sealed class HookApp(IGrainFactory grains) : IHookApp
{
    public async Task<HookAppSettings> SettingsAsync(string app, CancellationToken cancellationToken)
    {
        var settings = await grains.GetApp(app).GetAsync(cancellationToken);
        return new(TimeSpan.FromSeconds(settings.CdnExpirationSeconds), settings.CompressHookPayloads);
    }

    /// <remarks>Through the app's grain, not the outbox: it owns the list, and its next change would enable the hook again.</remarks>
    public Task DisableAsync(string app, string hookId, CancellationToken cancellationToken)
        => grains.GetApp(app).DisableHookAsync(hookId, cancellationToken);
}
