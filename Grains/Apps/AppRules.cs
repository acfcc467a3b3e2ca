namespace OrleansFrames.Apps;

/// <summary>What an app's settings may be, and how a list of hooks becomes the next one.</summary>
internal static class AppRules
{
    /// <summary>Call types of its own that an app may have.</summary>
    public const int MostCallTypes = 100;

    /// <summary>Seconds; 14 days, as the contract's <c>cdn_expiration_seconds</c>.</summary>
    public const int LongestUrlLife = 1_209_600;

    private const int ShortestUrlLife = 14_400;

    public static Refusal? CheckUrlLife(int? seconds) => seconds is < ShortestUrlLife or > LongestUrlLife
        ? Refusal.Input("cdn_expiration_seconds", $"must be from {ShortestUrlLife} to {LongestUrlLife}")
        : null;

    /// <summary>The given list as the whole new state: known ids keep their time of creation, hooks without id are made.</summary>
    public static IReadOnlyList<EventHook> Next(IReadOnlyList<EventHook> current, IReadOnlyList<EventHook> given, DateTimeOffset now, Func<string> newId)
        => [.. given.Select(hook =>
        {
            var known = current.FirstOrDefault(old => old.Id == hook.Id);
            return hook.Unmasked(known) with
            {
                Id = known?.Id ?? (hook.Id.Length > 0 ? hook.Id : newId()),
                CreatedAt = known?.CreatedAt ?? now,
                UpdatedAt = now,
            };
        })];
}
