namespace OrleansFrames.Calls;

/// <summary>What a user was given and what was taken from it in one call: it outweighs the grants.</summary>
/// <param name="Granted">Permission ids.</param>
/// <param name="Revoked">Permission ids; none of those granted.</param>
[GenerateSerializer, Immutable, Alias("frames.UserPermissions")]
public sealed record UserPermissions(
    [property: Id(0)] string UserId,
    [property: Id(1)] IReadOnlyList<string> Granted,
    [property: Id(2)] IReadOnlyList<string> Revoked);

/// <summary>GetStream's UpdateUserPermissionsRequest.</summary>
/// <param name="Grant">Of <c>screenshare</c>, <c>send-audio</c>, <c>send-video</c>.</param>
/// <param name="Revoke">The same; nothing is both granted and revoked.</param>
[GenerateSerializer, Immutable, Alias("frames.UserPermissionsUpdate")]
public sealed record UserPermissionsUpdate(
    [property: Id(0)] string UserId,
    [property: Id(1)] IReadOnlyList<string> Grant,
    [property: Id(2)] IReadOnlyList<string> Revoke);
