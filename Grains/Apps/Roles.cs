using OrleansFrames.CallTypes;

namespace OrleansFrames.Apps;

/// <summary>The roles that an app has names for. A role gives what grants say, named here or not.</summary>
internal static class Roles
{
    /// <summary>Roles of its own that an app may have, as GetStream's.</summary>
    public const int Most = 25;

    private const string AppScope = ".app";

    private static readonly string[] BuiltIn =
        ["admin", "anonymous", "call_member", "global_admin", "global_read_only", "guest", "host", "moderator", "speaker", "user"];

    /// <summary>In the order of their names, each with where it is granted anything.</summary>
    /// <param name="grants">Of the app.</param>
    public static IReadOnlyList<RoleResponse> All(
        IReadOnlyList<OwnRole> own, IReadOnlyDictionary<string, IReadOnlyList<string>> grants, IReadOnlyList<CallTypeResponse> types)
        => [.. BuiltIn.Select(name => new RoleResponse(name, false, Scopes(name, grants, types), DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch))
            .Concat(own.Select(role => new RoleResponse(role.Name, true, Scopes(role.Name, grants, types), role.CreatedAt, role.CreatedAt)))
            .OrderBy(role => role.Name, StringComparer.Ordinal)];

    public static Refusal? WhyNotNew(string name, IReadOnlyList<RoleResponse> known)
        => known.Any(role => role.Name == name) ? Refusal.Input("name", $"role {name} exists already")
            : known.Count(role => role.Custom) >= Most ? Refusal.Input("name", $"an app has at most {Most} roles of its own")
            : null;

    public static Refusal? WhyNotGone(string name, IReadOnlyList<OwnRole> own)
        => BuiltIn.Contains(name) ? Refusal.Input("name", $"role {name} is built in and cannot be deleted")
            : own.All(role => role.Name != name) ? Refusal.NotFound($"{name}: role does not exist")
            : null;

    private static IReadOnlyList<string> Scopes(
        string name, IReadOnlyDictionary<string, IReadOnlyList<string>> grants, IReadOnlyList<CallTypeResponse> types)
        => [.. (grants.TryGetValue(name, out var ids) && ids.Count > 0 ? [AppScope] : Array.Empty<string>())
            .Concat(types.Where(type => type.Grants.ContainsKey(name)).Select(type => $"video:{type.Name}"))];
}
