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

    /// <summary>The user as a call is to see it: <c>online</c> says whether it is in any other call. What is so in the call itself, the call knows best.</summary>
    [Alias("GetElsewhere"), AlwaysInterleave]
    Task<UserResponse?> GetElsewhereAsync(string callCid, CancellationToken cancellationToken);

    /// <summary>Makes or replaces the user: what the request does not name falls back to its default, as GetStream's UpdateUsers does.</summary>
    [Alias("Upsert")]
    Task<UserResponse> UpsertAsync(UserRequest request, CancellationToken cancellationToken);

    /// <summary>Changes what the patch names and nothing else. Not found when the user was never upserted.</summary>
    [Alias("Patch")]
    Task<Outcome<UserResponse>> PatchAsync(UserPatch patch, CancellationToken cancellationToken);

    /// <summary>The user, made with role <c>user</c> when it was never upserted.</summary>
    [Alias("Ensure")]
    Task<UserResponse> EnsureAsync(CancellationToken cancellationToken);

    /// <summary>As <see cref="EnsureAsync"/>; the user is active now, which moves its <c>last_active</c>.</summary>
    [Alias("SeeActive")]
    Task<UserResponse> SeeActiveAsync(CancellationToken cancellationToken);

    /// <summary>A call tells where in its session the user is now. Repeat-safe.</summary>
    /// <param name="userSessionIds">All of the user's connections to the call; empty when it has left.</param>
    [Alias("SetPresences")]
    Task SetPresencesAsync(string callCid, IReadOnlyList<string> userSessionIds, CancellationToken cancellationToken);

    /// <summary>Bans the user from the app; a second ban replaces the first.</summary>
    [Alias("Ban")]
    Task<UserResponse> BanAsync(BanUser request, CancellationToken cancellationToken);

    /// <summary>Ends the user's ban, if there is one.</summary>
    [Alias("Unban")]
    Task<UserResponse> UnbanAsync(CancellationToken cancellationToken);
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

/// <summary>The parts of GetStream's BanRequest that count for calls.</summary>
/// <param name="BannedById">Who bans; null when a server does it of its own.</param>
/// <param name="TimeoutMinutes">How long; null means until it is ended.</param>
/// <param name="Reason">For the record.</param>
/// <param name="Shadow">The user is marked, and refused nothing.</param>
[GenerateSerializer, Immutable, Alias("frames.BanUser")]
public sealed record BanUser(
    [property: Id(0)] string? BannedById,
    [property: Id(1)] int? TimeoutMinutes,
    [property: Id(2)] string? Reason,
    [property: Id(3)] bool Shadow);
