using OrleansFrames.Json;

namespace OrleansFrames.Users;

/// <summary>GetStream's UpdateUserPartialRequest: what is null stays as it is.</summary>
[GenerateSerializer, Immutable, Alias("frames.UserPatch")]
public sealed record UserPatch([property: Id(0)] string Id)
{
    [Id(1)]
    public string? Name { get; init; }

    [Id(2)]
    public string? Image { get; init; }

    [Id(3)]
    public string? Role { get; init; }

    [Id(4)]
    public string? Language { get; init; }

    [Id(5)]
    public bool? Invisible { get; init; }

    [Id(6)]
    public IReadOnlyList<string>? Teams { get; init; }

    /// <summary>All of the custom data, before its members below are set.</summary>
    [Id(7)]
    public RawJson? Custom { get; init; }

    /// <summary>Members of the custom data, by their path with dots; objects on the way are made.</summary>
    [Id(8)]
    public IReadOnlyDictionary<string, RawJson> CustomMembers { get; init; } = new Dictionary<string, RawJson>();

    /// <summary>Of <c>name</c>, <c>image</c>, <c>language</c>, <c>invisible</c>, <c>teams</c>: emptied after all is set.</summary>
    [Id(9)]
    public IReadOnlyList<string> Unset { get; init; } = [];

    /// <summary>Paths of members of the custom data that go; an empty path empties it.</summary>
    [Id(10)]
    public IReadOnlyList<string> UnsetCustom { get; init; } = [];
}
