namespace OrleansFrames.Delivery;

/// <summary>What a hook needs of the app that it belongs to.</summary>
internal interface IHookApp
{
    /// <summary>Life of a signed picture URL.</summary>
    Task<TimeSpan> UrlLifeAsync(string app, CancellationToken cancellationToken);

    /// <summary>Disables a hook for the app and everyone who reads its settings. One that is gone or disabled already stays so.</summary>
    Task DisableAsync(string app, string hookId, CancellationToken cancellationToken);
}
