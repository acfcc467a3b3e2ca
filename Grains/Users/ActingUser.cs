namespace OrleansFrames.Users;

/// <summary>Who acts, and what is known of it.</summary>
/// <param name="Role">Of the user; the role <c>user</c> while it is not known.</param>
/// <param name="IsKnown">False of a user who was never upserted: its first request that is allowed makes it.</param>
internal sealed record ActingUser(string Id, string Role, bool IsBanned = false, bool IsKnown = true)
{
    public static async Task<ActingUser> FindAsync(IGrainFactory grains, string app, string userId, CancellationToken cancellationToken)
    {
        if (userId == Actor.AnonymousId)
        {
            return new(userId, "anonymous");
        }

        var user = await grains.GetUser(app, userId).GetAsync(cancellationToken);
        return user is null ? new(userId, "user", IsKnown: false) : new(userId, user.Role, user.Banned);
    }

    /// <summary>Makes the user of a first request.</summary>
    public Task EnsureAsync(IGrainFactory grains, string app, CancellationToken cancellationToken)
        => IsKnown ? Task.CompletedTask : grains.GetUser(app, Id).EnsureAsync(cancellationToken);

    /// <summary>A refusal in GetStream's words.</summary>
    /// <param name="scope"><c>video:</c> and the call type, or <c>.app</c>.</param>
    public Refusal NotAllowed(string action, string scope)
        => Refusal.NotAllowed($"User '{Id}' with role '{Role}' is not allowed to perform action {action} in scope '{scope}'");

    public Refusal? WhyBanned() => IsBanned ? Refusal.NotAllowed($"User '{Id}' is banned") : null;
}
