using OrleansFrames.Api.Input;
using OrleansFrames.Api.Operations;
using OrleansFrames.Moderation;
using OrleansFrames.Users;

namespace OrleansFrames.Api.Endpoints;

/// <summary>What moderators do to calls and users. Who acts is the token's user; a server-side token may name one.</summary>
internal static class ModerationEndpoints
{
    private const string Call = "/video/call/{type}/{id}";

    public static void MapModeration(this ApiRoutes routes)
    {
        routes.Post($"{Call}/block", "BlockUser", "BlockUser", ModerationReader.User, BlockAsync)
            .AnswersNothing("Blocks a user from a call");
        routes.Post($"{Call}/unblock", "UnblockUser", "BlockUser", ModerationReader.User, UnblockAsync)
            .AnswersNothing("Lets a user that was blocked into a call again");
        routes.Post($"{Call}/kick", "KickUser", "KickUser", ModerationReader.Kick, KickAsync)
            .AnswersNothing("Takes a user out of the session of a call");
        routes.Post($"{Call}/mute_users", "MuteUsers", "MuteUsers", ModerationReader.Mute, MuteAsync)
            .AnswersNothing("Mutes tracks of users in a call");
        routes.Post($"{Call}/mark_ended", "EndCall", "EndCall", Nothing.Read, EndAsync, BodyUse.Ignored)
            .AnswersNothing("Ends a call for good");
        routes.Post("/moderation/ban", "Ban", "BanUser", ModerationReader.Ban, BanAsync)
            .AnswersNothing("Bans a user from the app");
        routes.Post("/moderation/unban", "Unban", "BanUser", ModerationReader.Unban, UnbanAsync, BodyUse.Lenient)
            .AnswersNothing("Ends the ban of a user");
    }

    private static async Task<Answer> BlockAsync(ApiCall call, string userId)
        => Answer.Of(await call.Call.BlockUserAsync(userId, call.UserId, call.Aborted), _ => Answer.Nothing);

    private static async Task<Answer> UnblockAsync(ApiCall call, string userId)
        => Answer.Of(await call.Call.UnblockUserAsync(userId, call.Aborted), _ => Answer.Nothing);

    private static async Task<Answer> KickAsync(ApiCall call, KickUser request)
        => Answer.Of(await call.Call.KickUserAsync(request with { ById = call.UserId ?? request.ById }, call.Aborted), _ => Answer.Nothing);

    private static async Task<Answer> MuteAsync(ApiCall call, MuteUsers request)
        => Answer.Of(await call.Call.MuteUsersAsync(request with { ById = call.UserId ?? request.ById }, call.Aborted), _ => Answer.Nothing);

    private static async Task<Answer> EndAsync(ApiCall call, Nothing nothing)
        => Answer.Of(await call.Call.EndAsync(call.UserId, call.Aborted), _ => Answer.Nothing);

    private static async Task<Answer> BanAsync(ApiCall call, AboutUser<BanUser> ban)
    {
        var request = ban.Request with { BannedById = call.UserId ?? ban.Request.BannedById };
        await call.Grains.GetUser(call.App, ban.UserId).BanAsync(request, call.Aborted);
        return Answer.Of(Answer.Nothing);
    }

    private static async Task<Answer> UnbanAsync(ApiCall call, AboutUser<Nothing> unban)
    {
        await call.Grains.GetUser(call.App, unban.UserId).UnbanAsync(call.Aborted);
        return Answer.Of(Answer.Nothing);
    }
}
