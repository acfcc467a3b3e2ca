using OrleansFrames.CallTypes;
using OrleansFrames.Users;

namespace OrleansFrames.Calls;

/// <summary>Who may do what in a call.</summary>
internal static class CallAccess
{
    /// <param name="book">Null before the call is made.</param>
    /// <param name="grants">Of the call's type, as they are now.</param>
    public static Outcome<CallRights> Judge(
        CallBook? book,
        string type,
        RightsRequest request,
        ActingUser user,
        IReadOnlyDictionary<string, IReadOnlyList<string>> grants)
    {
        if (user.WhyNot() is { } refusal)
        {
            return refusal;
        }

        if (book?.BlockedUserIds.Contains(user.Id) is true)
        {
            return Refusal.NotAllowed($"User '{user.Id}' is blocked from the call");
        }

        var granted = Rights(book, user, request.Actor, grants);
        var action = book is not null && request.Creates ? Permissions.ReadCall.Action : request.Action;
        return !request.ServersOnly && Permissions.OfCall(action) is { } permission && granted.Allows(permission)
            ? new CallRights(granted.Capabilities)
            : user.NotAllowed(action, $"video:{type}");
    }

    /// <summary>What a user may do in a call, no role lent.</summary>
    public static IReadOnlyList<string> Capabilities(CallBook book, ActingUser user, IReadOnlyDictionary<string, IReadOnlyList<string>> grants)
        => Rights(book, user, new(user.Id), grants).Capabilities;

    private static Granted Rights(CallBook? book, ActingUser user, Actor actor, IReadOnlyDictionary<string, IReadOnlyList<string>> grants)
    {
        // Who makes a call will be its owner.
        var granted = actor.IsUnchecked ? Granted.Everything() : new(grants, Roles(book, user, actor), isOwner: book is null || book.CreatedById == user.Id);
        if (!actor.IsUnchecked && book?.UserPermissions.FirstOrDefault(one => one.UserId == user.Id) is { } own)
        {
            PermissionChange.Apply(own, granted);
        }

        if (actor.IsAnonymous)
        {
            // A call has a creator, and nobody is none.
            granted.Deny(Permissions.CreateCall);
        }

        return granted;
    }

    private static IEnumerable<string> Roles(CallBook? book, ActingUser user, Actor actor)
    {
        yield return user.Role;
        if (book?.Members.FirstOrDefault(member => member.UserId == user.Id) is { } known)
        {
            yield return known.Role;
        }

        if (actor.CallRole is { } lent)
        {
            yield return lent;
        }
    }
}
