using System.Text.Json.Nodes;
using OrleansFrames.Json;

namespace OrleansFrames.Users;

/// <summary>Changes parts of a user.</summary>
internal static class UserPatching
{
    public static UserResponse Apply(UserResponse user, UserPatch patch, DateTimeOffset now)
    {
        bool Goes(string name) => patch.Unset.Contains(name);
        return user with
        {
            Name = Goes("name") ? null : patch.Set.Name ?? user.Name,
            Image = Goes("image") ? null : patch.Set.Image ?? user.Image,
            Role = patch.Set.Role ?? user.Role,
            Language = Goes("language") ? "" : patch.Set.Language ?? user.Language,
            Invisible = !Goes("invisible") && (patch.Set.Invisible ?? user.Invisible),
            Teams = Goes("teams") ? [] : patch.Set.Teams ?? user.Teams,
            RevokeTokensIssuedBefore = Goes("revoke_tokens_issued_before") ? null : patch.RevokeTokensIssuedBefore ?? user.RevokeTokensIssuedBefore,
            Custom = Custom(patch.Set.Custom ?? user.Custom, patch),
            UpdatedAt = now,
        };
    }

    private static RawJson Custom(RawJson before, UserPatch patch)
    {
        if (patch.CustomMembers.Count == 0 && patch.UnsetCustom.Count == 0)
        {
            return before;
        }

        var custom = JsonNode.Parse(before.Text) as JsonObject ?? [];
        foreach (var (path, value) in patch.CustomMembers)
        {
            Set(custom, path.Split('.'), value);
        }

        foreach (var path in patch.UnsetCustom)
        {
            Remove(custom, path.Split('.'));
        }

        return patch.UnsetCustom.Contains("") ? RawJson.EmptyObject : new(custom.ToJsonString(FramesJson.Rfc3339));
    }

    private static void Set(JsonObject custom, ReadOnlySpan<string> path, RawJson value)
    {
        var place = custom;
        foreach (var name in path[..^1])
        {
            if (place[name] is not JsonObject child)
            {
                place[name] = child = [];
            }

            place = child;
        }

        place[path[^1]] = JsonNode.Parse(value.Text);
    }

    private static void Remove(JsonObject custom, ReadOnlySpan<string> path)
    {
        JsonNode? place = custom;
        foreach (var name in path[..^1])
        {
            place = (place as JsonObject)?[name];
        }

        (place as JsonObject)?.Remove(path[^1]);
    }
}
