namespace OrleansFrames.Users;

/// <summary>Who acts, and what is known of it.</summary>
/// <param name="Role">Of the user; the role <c>user</c> while it is not known.</param>
/// <param name="IsKnown">False of a user who was never upserted: its first request that is allowed makes it.</param>
/// <param name="IsRevoked">The token is older than the user's tokens may be.</param>
internal sealed record ActingUser(string Id, string Role, bool IsBanned = false, bool IsKnown = true, bool IsRevoked = false)
{
    /// <param name="actor">No server.</param>
    public static async Task<ActingUser> FindAsync(IGrainFactory grains, string app, Actor actor, CancellationToken cancellationToken)
    {
        var userId = actor.UserId!;
        if (actor.IsAnonymous)
        {
            return new(userId, "anonymous");
        }

        var user = await grains.GetUser(app, userId).GetAsync(cancellationToken);
        return user is null ? new(userId, "user", IsKnown: false) : new(userId, user.Role, user.Banned, IsRevoked: IsOlder(actor, user.RevokeTokensIssuedBefore));
    }

    /// <summary>Makes the user of a first request.</summary>
    public Task EnsureAsync(IGrainFactory grains, string app, CancellationToken cancellationToken)
        => IsKnown ? Task.CompletedTask : grains.GetUser(app, Id).EnsureAsync(cancellationToken);

    /// <summary>A refusal in GetStream's words.</summary>
    /// <param name="scope"><c>video:</c> and the call type, or <c>.app</c>.</param>
    public Refusal NotAllowed(string action, string scope)
        => Refusal.NotAllowed($"User '{Id}' with role '{Role}' is not allowed to perform action {action} in scope '{scope}'");

    /// <summary>Why the user may do nothing at all; null when that is not so.</summary>
    public Refusal? WhyNot() => IsRevoked ? Refusal.Revoked() : IsBanned ? Refusal.NotAllowed($"User '{Id}' is banned") : null;

    // A token that does not say how old it is may be as old as any.
    private static bool IsOlder(Actor actor, DateTimeOffset? limit) => limit is not null && !(actor.IssuedAt >= limit);
}
