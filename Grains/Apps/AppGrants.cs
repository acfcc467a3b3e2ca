using OrleansFrames.CallTypes;

namespace OrleansFrames.Apps;

/// <summary>Who may do what that is about no call: plain users change no users, not even themselves.</summary>
internal static class AppGrants
{
    private static readonly string[] Everything = ["ban-user", "search-user", "update-user", "update-user-role"];

    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Default { get; } = new Dictionary<string, IReadOnlyList<string>>
    {
        ["admin"] = Everything,
        ["global_admin"] = Everything,
        ["global_read_only"] = ["search-user"],
        ["guest"] = ["search-user"],
        ["moderator"] = ["ban-user", "search-user"],
        ["user"] = ["search-user"],
    };

    /// <summary>The defaults, and over them what the app has set.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Of(AppAccess access) => GrantMap.Merge(Default, access.Grants);

    public static AppAccess Shown(AppAccess access) => access with { Grants = Of(access) };
}
