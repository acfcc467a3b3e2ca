using static OrleansFrames.Ledger.Queries.FilterOperator;

namespace OrleansFrames.Ledger.Queries;

/// <summary>
/// The fields of each query with their operators: those of the SDKs' typed filters (GetStream/stream-node) and, for users, of GetStream's page on
/// querying users.
/// </summary>
/// <param name="Name">Of what is queried, in the singular.</param>
/// <param name="Key">The field that is unique: what pages are told apart by in the end.</param>
public sealed record QuerySchema(string Name, string Key, IReadOnlyList<QueryField> Fields)
{
    private const string CustomPrefix = "custom.";
    private const int LongestPath = 255;

    private static readonly FilterOperator[] Compared = [Equal, In, Greater, GreaterOrEqual, Less, LessOrEqual, Exists];

    public static QuerySchema Calls { get; } = new("call", "cid",
    [
        new("id", QueryFieldKind.Text, Compared) { CanSort = true },
        new("cid", QueryFieldKind.Text, Compared) { CanSort = true },
        new("type", QueryFieldKind.Text, Compared) { CanSort = true },
        new("team", QueryFieldKind.Text, Compared) { CanSort = true, IsOptional = true },
        new("created_by_user_id", QueryFieldKind.Text, Compared) { CanSort = true },
        new("created_at", QueryFieldKind.Time, Compared) { CanSort = true },
        new("updated_at", QueryFieldKind.Time, Compared) { CanSort = true },
        new("starts_at", QueryFieldKind.Time, Compared) { CanSort = true, IsOptional = true },
        new("ended_at", QueryFieldKind.Time, Compared) { CanSort = true, IsOptional = true },
        new("backstage", QueryFieldKind.Flag, [Equal]),
        new("ongoing", QueryFieldKind.Flag, [Equal]),
        new("members", QueryFieldKind.Texts, [In]),
        new("custom", QueryFieldKind.Custom, [.. Compared, Autocomplete, Search, Contains]) { IsOptional = true },
    ]);

    public static QuerySchema Members { get; } = new("member", "user_id",
    [
        new("call_cid", QueryFieldKind.Text, Compared),
        new("user_id", QueryFieldKind.Text, Compared) { CanSort = true },
        new("role", QueryFieldKind.Text, Compared),
        new("created_at", QueryFieldKind.Time, Compared) { CanSort = true },
        new("updated_at", QueryFieldKind.Time, Compared) { CanSort = true },
        new("custom", QueryFieldKind.Custom, Compared) { IsOptional = true },
    ]);

    public static QuerySchema Participants { get; } = new("participant", "user_session_id",
    [
        new("user_id", QueryFieldKind.Text, [Equal, In]),
        new("published_tracks", QueryFieldKind.Texts, [Equal, In]),
    ]);

    public static QuerySchema Users { get; } = new("user", "id",
    [
        new("id", QueryFieldKind.Text, [.. Compared, Autocomplete]) { CanSort = true },
        new("role", QueryFieldKind.Text, Compared) { CanSort = true },
        new("name", QueryFieldKind.Text, [.. Compared, Autocomplete, Search]) { CanSort = true, IsOptional = true },
        new("banned", QueryFieldKind.Flag, [Equal]),
        new("shadow_banned", QueryFieldKind.Flag, [Equal]),
        new("created_at", QueryFieldKind.Time, Compared) { CanSort = true },
        new("updated_at", QueryFieldKind.Time, Compared) { CanSort = true },
        new("last_active", QueryFieldKind.Time, Compared) { CanSort = true, IsOptional = true },
        new("teams", QueryFieldKind.Texts, [Equal, In, Contains]),
        new("custom", QueryFieldKind.Custom, [.. Compared, Autocomplete, Search, Contains]) { IsOptional = true },
    ]);

    /// <summary>The field of that name, or the custom data that it is a path into; null when there is none.</summary>
    public QueryField? Find(string name)
        => name.StartsWith(CustomPrefix, StringComparison.Ordinal)
            ? CustomPath(name) is null ? null : Fields.FirstOrDefault(field => field.Kind == QueryFieldKind.Custom)
            : Fields.FirstOrDefault(field => field.Name == name && field.Kind != QueryFieldKind.Custom);

    /// <summary>The path into custom data; null when the name is none. Quotes, backslashes and control characters are left to no database to understand.</summary>
    public static IReadOnlyList<string>? CustomPath(string name)
    {
        if (!name.StartsWith(CustomPrefix, StringComparison.Ordinal) || name.Length > LongestPath)
        {
            return null;
        }

        var path = name[CustomPrefix.Length..].Split('.');
        return Array.TrueForAll(path, part => part.Length > 0 && !part.Any(c => c is '"' or '\\' || char.IsControl(c))) ? path : null;
    }
}
