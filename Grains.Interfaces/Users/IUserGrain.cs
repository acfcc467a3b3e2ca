using Orleans.Concurrency;
using OrleansFrames.Json;

namespace OrleansFrames.Users;

/// <summary>A user: the object that events carry. Key: <c>user/{app}/{id}</c>.</summary>
[Alias("frames.IUserGrain")]
public interface IUserGrain : IGrainWithStringKey
{
    /// <summary>The user, or null when it was never upserted.</summary>
    [Alias("Get"), AlwaysInterleave]
    Task<UserResponse?> GetAsync(CancellationToken cancellationToken);

    /// <summary>Makes or replaces the user: what the request does not name falls back to its default, as GetStream's UpdateUsers does.</summary>
    [Alias("Upsert")]
    Task<UserResponse> UpsertAsync(UserRequest request, CancellationToken cancellationToken);

    /// <summary>Changes what the patch names and nothing else. Not found when the user was never upserted.</summary>
    [Alias("Patch")]
    Task<Outcome<UserResponse>> PatchAsync(UserPatch patch, CancellationToken cancellationToken);

    /// <summary>The user, made with role <c>user</c> when it was never upserted.</summary>
    [Alias("Ensure")]
    Task<UserResponse> EnsureAsync(CancellationToken cancellationToken);

    /// <summary>A call tells that the user came into, or left, one of its sessions.</summary>
    /// <param name="presence">Names the place: call and user session.</param>
    /// <param name="online">True while it is there.</param>
    [Alias("SetPresence")]
    Task SetPresenceAsync(string presence, bool online, CancellationToken cancellationToken);
}

/// <summary>GetStream's UserRequest.</summary>
[GenerateSerializer, Immutable, Alias("frames.UserRequest")]
public sealed record UserRequest([property: Id(0)] string Id)
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

    [Id(7)]
    public RawJson? Custom { get; init; }
}
