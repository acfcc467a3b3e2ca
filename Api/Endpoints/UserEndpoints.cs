using OrleansFrames.Api.Operations;
using OrleansFrames.Users;

namespace OrleansFrames.Api.Endpoints;

internal static class UserEndpoints
{
    public static void MapUsers(this ApiRoutes routes)
    {
        routes.Post("/users", "UpdateUsers", "UpdateUser", UserReader.UpdateUsers, UpdateUsersAsync)
            .Answers<UpdateUsersAnswer>("Makes or replaces users");
        routes.Patch("/users", "UpdateUsersPartial", "UpdateUser", UserPatchReader.Read, UpdateUsersPartialAsync)
            .Answers<UpdateUsersAnswer>("Changes parts of users");
    }

    private static async Task<Answer> UpdateUsersAsync(ApiCall call, IReadOnlyList<UserRequest> users)
    {
        var upserted = await Task.WhenAll(users.Select(user => call.Grains.GetUser(call.App, user.Id).UpsertAsync(user, call.Aborted)));
        return Answer.Of(new UpdateUsersAnswer(upserted.ToDictionary(user => user.Id, FullUserAnswer.From), ""));
    }

    private static async Task<Answer> UpdateUsersPartialAsync(ApiCall call, IReadOnlyList<UserPatch> patches)
    {
        // All or none: a user is never taken away again, so who is there now will be there for its patch.
        var known = await Task.WhenAll(patches.Select(patch => call.Grains.GetUser(call.App, patch.Set.Id).GetAsync(call.Aborted)));
        if (Array.IndexOf(known, null) is >= 0 and var missing)
        {
            return new(null, Refusal.NotFound($"the user {patches[missing].Set.Id} does not exist"));
        }

        var patched = await Task.WhenAll(patches.Select(patch => call.Grains.GetUser(call.App, patch.Set.Id).PatchAsync(patch, call.Aborted)));
        return patched.FirstOrDefault(outcome => outcome.Refusal is not null) is { } refused
            ? new(null, refused.Refusal)
            : Answer.Of(new UpdateUsersAnswer(patched.ToDictionary(outcome => outcome.Value!.Id, outcome => FullUserAnswer.From(outcome.Value!)), ""));
    }
}
