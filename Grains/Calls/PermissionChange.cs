using OrleansFrames.CallTypes;

namespace OrleansFrames.Calls;

/// <summary>Permissions that one user is given in one call, or that are taken from it. What was said last counts.</summary>
internal static class PermissionChange
{
    /// <summary>Nothing changes when all is so already.</summary>
    public static CallStep Make(CallBook book, UserPermissionsUpdate update)
    {
        var known = book.UserPermissions.FirstOrDefault(one => one.UserId == update.UserId) ?? new(update.UserId, [], []);
        UserPermissions next = new(
            known.UserId, Changed(known.Granted, update.Grant, update.Revoke), Changed(known.Revoked, update.Revoke, update.Grant));
        return next.Granted.SequenceEqual(known.Granted) && next.Revoked.SequenceEqual(known.Revoked)
            ? new(book, [])
            : new(
                book with { UserPermissions = [.. book.UserPermissions.Where(other => other.UserId != next.UserId), next] },
                [new(EventDraft.PermissionsUpdated) { UserId = next.UserId }]);
    }

    public static void Apply(UserPermissions own, Granted granted)
    {
        foreach (var permission in Permissions.OfCalls)
        {
            if (own.Granted.Contains(permission.Id))
            {
                granted.Allow(permission);
            }
            else if (own.Revoked.Contains(permission.Id))
            {
                granted.Deny(permission);
            }
        }
    }

    private static string[] Changed(IReadOnlyList<string> known, IReadOnlyList<string> more, IReadOnlyList<string> less)
        => [.. known.Union(more).Except(less).Order(StringComparer.Ordinal)];
}
