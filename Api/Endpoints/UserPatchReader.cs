using OrleansFrames.Api.Input;
using OrleansFrames.Json;
using OrleansFrames.Users;

namespace OrleansFrames.Api.Endpoints;

/// <summary>
/// Reads GetStream's UpdateUsersPartialRequest. What is named in <c>set</c> and <c>unset</c> is a field of users, or a path into their custom data,
/// with or without <c>custom.</c> before it.
/// </summary>
internal static class UserPatchReader
{
    private const int MostUsers = 100;
    private const int MostTeams = 250;
    private const int MostNames = 100;
    private const int LongestPath = 255;
    private const int DeepestPath = 8;
    private const string Custom = "custom";

    private const string Revocation = "revoke_tokens_issued_before";

    private static readonly string[] Emptied = ["name", "image", "language", "invisible", "teams", Revocation];

    private static readonly string[] Kept =
    [
        "id", "created_at", "updated_at", "deleted_at", "deactivated_at", "last_active", "online", "banned", "ban_expires", "shadow_banned",
        "blocked_user_ids", "devices", "mutes", "channel_mutes",
    ];

    private static readonly string[] Ignored = ["privacy_settings", "teams_role"];

    public static IReadOnlyList<UserPatch> Read(RequestInput input)
    {
        input.Body.Require("users");
        var patches = new List<UserPatch>();
        foreach (var user in input.Body.Items("users", MostUsers) ?? [])
        {
            var patch = Patch(user);
            if (patches.Exists(other => other.Set.Id == patch.Set.Id))
            {
                user.Refuse("id", "is given twice");
            }

            patches.Add(patch);
        }

        return patches;
    }

    private static UserPatch Patch(JsonFields user)
    {
        var set = user.Child("set");
        var unset = Unset(user);
        return new(new UserRequest(user.RequiredUserId("id"))
        {
            Name = set?.Text("name"),
            Image = set?.Text("image"),
            Role = set?.Text("role", longest: 64),
            Language = set?.Text("language", longest: 16),
            Invisible = set?.Flag("invisible"),
            Teams = set?.Texts("teams", MostTeams),
            Custom = set?.Object(Custom),
        })
        {
            CustomMembers = set is null ? new Dictionary<string, RawJson>() : Members(set),
            RevokeTokensIssuedBefore = set?.Time(Revocation),

            // GetStream's SDKs end a revocation by setting it to null.
            Unset = [.. unset.Intersect(Emptied), .. set?.IsNull(Revocation) == true ? [Revocation] : Array.Empty<string>()],
            UnsetCustom = [.. unset.Except(Emptied).Except(Ignored).Select(name => name == Custom ? "" : Path(name))],
        };
    }

    private static Dictionary<string, RawJson> Members(JsonFields set)
    {
        var members = set.Members().Where(member => member.Key is not (Custom or "role") && !Emptied.Contains(member.Key) && !Ignored.Contains(member.Key)).ToArray();
        var paths = new Dictionary<string, RawJson>();
        foreach (var (name, value) in members.Take(MostNames))
        {
            if (WhyNot(name) is { } reason)
            {
                set.Refuse(name, reason);
            }
            else if (!paths.TryAdd(Path(name), value))
            {
                set.Refuse(name, "is given twice");
            }
        }

        if (members.Length > MostNames)
        {
            set.Refuse(Custom, $"must have at most {MostNames} members set");
        }

        return paths;
    }

    private static IReadOnlyList<string> Unset(JsonFields user)
    {
        var names = user.Texts("unset", MostNames) ?? [];
        foreach (var (index, name) in names.Index())
        {
            if ((name == "role" ? "cannot be unset" : WhyNot(name)) is { } reason)
            {
                user.Refuse($"unset[{index}]", reason);
            }
        }

        return names;
    }

    private static string? WhyNot(string name)
    {
        var parts = Path(name).Split('.');
        return Kept.Contains(parts[0]) && !name.StartsWith($"{Custom}.", StringComparison.Ordinal) ? "cannot be changed"
            : name.Length > LongestPath || parts.Length > DeepestPath || Array.Exists(parts, part => part.Length == 0)
                ? $"must be a path of 1 to {DeepestPath} names with dots between them, at most {LongestPath} characters long"
            : null;
    }

    private static string Path(string name) => name.StartsWith($"{Custom}.", StringComparison.Ordinal) ? name[(Custom.Length + 1)..] : name;
}
