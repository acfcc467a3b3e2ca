namespace OrleansFrames.Users;

/// <summary>What is stored of a user.</summary>
public sealed record UserState
{
    public int Version { get; init; } = 1;

    /// <summary>Rises with every write: queries keep to the highest.</summary>
    public long Revision { get; init; }

    public UserResponse? User { get; init; }

    /// <summary>Call and user session of every place the user is in now.</summary>
    public IReadOnlyList<string> Presences { get; init; } = [];

    /// <summary>The last ban, unless it was ended by request; whether it still holds is a matter of the clock.</summary>
    public UserBan? Ban { get; init; }
}

/// <param name="Until">When it ends by itself; null means never.</param>
public sealed record UserBan(DateTimeOffset Since, DateTimeOffset? Until, bool Shadow, string? ById, string? Reason)
{
    public bool HoldsAt(DateTimeOffset now) => Until is null || Until > now;
}
