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
}
