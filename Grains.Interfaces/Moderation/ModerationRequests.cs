namespace OrleansFrames.Moderation;

/// <summary>GetStream's KickUserRequest: all of the user's connections leave the call.</summary>
/// <param name="Block">The user may not come back either.</param>
/// <param name="ById">Who does it; null when a server does it of its own.</param>
[GenerateSerializer, Immutable, Alias("frames.KickUser")]
public sealed record KickUser(
    [property: Id(0)] string UserId,
    [property: Id(1)] bool Block,
    [property: Id(2)] string? ById);

/// <summary>GetStream's MuteUsersRequest.</summary>
/// <param name="UserIds">Whom; ignored when everybody is meant.</param>
/// <param name="Everybody">All participants but the one who does it.</param>
/// <param name="Video">Their cameras.</param>
/// <param name="ScreenShare">Their screens.</param>
/// <param name="Audio">Their sound, which no picture is taken of: the event alone tells of it.</param>
/// <param name="ById">Who does it; null when a server does it of its own.</param>
[GenerateSerializer, Immutable, Alias("frames.MuteUsers")]
public sealed record MuteUsers(
    [property: Id(0)] IReadOnlyList<string> UserIds,
    [property: Id(1)] bool Everybody,
    [property: Id(2)] bool Video,
    [property: Id(3)] bool ScreenShare,
    [property: Id(4)] bool Audio,
    [property: Id(5)] string? ById);
