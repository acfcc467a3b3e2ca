using OrleansFrames.Calls;
using OrleansFrames.CallTypes;
using OrleansFrames.Users;

namespace OrleansFrames.Ledger.Queries;

/// <summary>Which calls of an app a user may read, by the grants of their types as they are now.</summary>
internal sealed class CallSight(Actor actor, ActingUser user, IReadOnlyDictionary<string, IReadOnlyDictionary<string, IReadOnlyList<string>>> grants)
{
    /// <summary>The types whose calls the user may read without belonging to them.</summary>
    public IReadOnlyList<string> Types
        => [.. grants.Where(type => actor.IsUnchecked || new Granted(type.Value, Roles, isOwner: false).Allows(Permissions.ReadCall)).Select(type => type.Key)];

    private IEnumerable<string> Roles => actor.CallRole is { } lent ? [user.Role, lent] : [user.Role];

    /// <param name="types">Of the app's calls.</param>
    public static async Task<Outcome<CallSight>> FindAsync(
        IGrainFactory grains, string app, Actor actor, IReadOnlyList<string> types, CancellationToken cancellationToken)
    {
        var user = await ActingUser.FindAsync(grains, app, actor, cancellationToken);
        if (user.WhyNot() is { } refusal)
        {
            return refusal;
        }

        var found = await Task.WhenAll(types.Select(type => grains.GetCallType(app, type).GetAsync(cancellationToken)));
        return new CallSight(actor, user, found.Select(type => type.Value).OfType<CallTypeResponse>().ToDictionary(type => type.Name, type => type.Grants));
    }

    /// <summary>What the user may do in a call; null when it may not even read it.</summary>
    public IReadOnlyList<string>? Capabilities(CallEntry entry)
    {
        CallBook book = new()
        {
            CreatedById = entry.Call.CreatedBy.Id,
            BlockedUserIds = entry.Call.BlockedUserIds,
            UserPermissions = entry.Call.UserPermissions ?? [],
            Members = [.. entry.Members.Where(member => member.UserId == user.Id)
                .Select(member => new CallMember(member.UserId, member.Role, member.Custom, member.CreatedAt, member.UpdatedAt))],
        };
        var rights = grants.TryGetValue(entry.Call.Type, out var granted)
            ? CallAccess.Judge(book, entry.Call.Type, new(actor, Permissions.ReadCall.Action), user, granted)
            : Refusal.NotFound(entry.Call.Type);
        return rights.Value?.Capabilities;
    }
}
