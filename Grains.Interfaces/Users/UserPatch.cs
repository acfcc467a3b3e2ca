using OrleansFrames.Json;

namespace OrleansFrames.Users;

/// <summary>GetStream's UpdateUserPartialRequest.</summary>
/// <param name="Set">What is null stays as it is. <see cref="UserRequest.Custom"/> is all of the custom data, before its members below are set.</param>
[GenerateSerializer, Immutable, Alias("frames.UserPatch")]
public sealed record UserPatch([property: Id(0)] UserRequest Set)
{
    /// <summary>Members of the custom data, by their path with dots; objects on the way are made.</summary>
    [Id(1)]
    public IReadOnlyDictionary<string, RawJson> CustomMembers { get; init; } = new Dictionary<string, RawJson>();

    /// <summary>Revokes older tokens of the user.</summary>
    [Id(4)]
    public DateTimeOffset? RevokeTokensIssuedBefore { get; init; }

    /// <summary>Of <c>name</c>, <c>image</c>, <c>language</c>, <c>invisible</c>, <c>teams</c>, <c>revoke_tokens_issued_before</c>: emptied after all is set.</summary>
    [Id(2)]
    public IReadOnlyList<string> Unset { get; init; } = [];

    /// <summary>Paths of members of the custom data that go; an empty path empties it.</summary>
    [Id(3)]
    public IReadOnlyList<string> UnsetCustom { get; init; } = [];
}
