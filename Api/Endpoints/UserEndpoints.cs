using OrleansFrames.Api.Operations;
using OrleansFrames.Users;

namespace OrleansFrames.Api.Endpoints;

internal static class UserEndpoints
{
    public static void MapUsers(this ApiRoutes routes)
        => routes.Post("/users", "UpdateUsers", "UpdateUser", UserReader.UpdateUsers, UpdateUsersAsync);

    private static async Task<Answer> UpdateUsersAsync(ApiCall call, IReadOnlyList<UserRequest> users)
    {
        var upserted = await Task.WhenAll(users.Select(user => call.Grains.GetUser(call.App, user.Id).UpsertAsync(user, call.Aborted)));
        return Answer.Of(new UpdateUsersAnswer(upserted.ToDictionary(user => user.Id, FullUserAnswer.From), ""));
    }
}
