namespace OrleansFrames.Delivery;

/// <summary>What a hook needs of the app that it belongs to.</summary>
internal interface IHookApp
{
    Task<HookAppSettings> SettingsAsync(string app, CancellationToken cancellationToken);

    /// <summary>Disables a hook for the app and everyone who reads its settings. One that is gone or disabled already stays so.</summary>
    Task DisableAsync(string app, string hookId, CancellationToken cancellationToken);
}

/// <param name="UrlLife">Life of a signed picture URL.</param>
/// <param name="Compress">Bodies are compressed.</param>
internal readonly record struct HookAppSettings(TimeSpan UrlLife, bool Compress);
