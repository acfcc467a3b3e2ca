using OrleansFrames.Api.Input;
using OrleansFrames.Moderation;
using OrleansFrames.Users;

namespace OrleansFrames.Api.Endpoints;

/// <summary>A request about one user, and who says to have made it.</summary>
internal sealed record AboutUser<TRequest>(string UserId, TRequest Request);

/// <summary>Reads GetStream's BlockUserRequest, UnblockUserRequest, KickUserRequest, MuteUsersRequest, BanRequest and UnbanRequest.</summary>
internal static class ModerationReader
{
    private const int MostUsers = 1_000;

    // A hundred years; beyond, a ban has no end.
    private const int LongestBan = 100 * 366 * 24 * 60;

    public static string User(RequestInput input) => input.Body.RequiredUserId("user_id");

    public static KickUser Kick(RequestInput input) => new(User(input), input.Body.Flag("block") ?? false, Actor(input.Body, "kicked_by"));

    public static MuteUsers Mute(RequestInput input)
    {
        var body = input.Body;
        MuteUsers request = new(
            body.UserIds("user_ids", MostUsers) ?? [],
            body.Flag("mute_all_users") ?? false,
            body.Flag("video") ?? false,
            body.Flag("screenshare") ?? false,
            (body.Flag("audio") ?? false) | (body.Flag("screenshare_audio") ?? false),
            Actor(body, "muted_by"));
        if (!request.Everybody && request.UserIds.Count == 0)
        {
            body.Refuse("user_ids", "is required unless mute_all_users is true");
        }

        if (!request.Video && !request.ScreenShare && !request.Audio)
        {
            body.Refuse("video", "one of audio, video, screenshare and screenshare_audio must be true");
        }

        return request;
    }

    public static AboutUser<BanUser> Ban(RequestInput input)
    {
        var body = input.Body;
        if (body.Text("channel_cid") is { Length: > 0 })
        {
            body.Refuse("channel_cid", "not supported; a ban is of the whole app");
        }

        if (body.Flag("ip_ban") == true)
        {
            body.Refuse("ip_ban", "not supported; addresses of users are not known here");
        }

        BanUser request = new(
            Actor(body, "banned_by"), body.Number("timeout", 1, LongestBan), body.Text("reason"), body.Flag("shadow") ?? false);
        return new(body.RequiredUserId("target_user_id"), request);
    }

    public static AboutUser<Nothing> Unban(RequestInput input)
    {
        var userId = input.Query.RequiredUserId("target_user_id");
        if (input.Query.Text("channel_cid") is not null)
        {
            input.Errors.Add("channel_cid", "not supported; a ban is of the whole app");
        }

        return new(userId, default);
    }

    // GetStream takes the id alone, or a user object with it.
    private static string? Actor(JsonFields body, string name) => body.UserId($"{name}_id") ?? body.Child(name)?.RequiredUserId("id");
}
