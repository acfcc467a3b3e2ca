using OrleansFrames.Api.Input;
using OrleansFrames.Api.Operations;
using OrleansFrames.Calls;
using OrleansFrames.CallTypes;

namespace OrleansFrames.Api.Endpoints;

internal static class CallEndpoints
{
    private const string Call = "/video/call/{type}/{id}";

    public static void MapCalls(this ApiRoutes routes)
    {
        routes.Post(Call, "GetOrCreateCall", "CreateCall", CallReader.GetOrCreate, GetOrCreateAsync);
        routes.Get(Call, "GetCall", "ReadCall", CallReader.Get, GetAsync);
        routes.Patch(Call, "UpdateCall", "UpdateCall", CallReader.Update, UpdateAsync);
    }

    private static async Task<Answer> GetOrCreateAsync(ApiCall call, WithMembers<GetOrCreateCall> request)
    {
        var outcome = await call.Call.GetOrCreateAsync(AsCreator(call, request.Request), call.Aborted);

        // Who made the call may be a member of it now, with a role.
        var own = outcome.Value is { Created: true } && call.UserId is not null
            ? (await call.AskAsync(Permissions.ReadCall)).Value?.Capabilities ?? []
            : call.OwnCapabilities;
        return Answer.Of(outcome, state => CallAnswer.From(state, own, request.MembersLimit) with { Created = state.Created });
    }

    private static async Task<Answer> GetAsync(ApiCall call, WithMembers<Nothing> request)
        => Answer.Of(await call.Call.GetAsync(call.Aborted), state => CallAnswer.From(state, call.OwnCapabilities, request.MembersLimit));

    private static async Task<Answer> UpdateAsync(ApiCall call, CallUpdate update)
        => Answer.Of(await call.Call.UpdateAsync(update, call.Aborted), state => CallAnswer.From(state, call.OwnCapabilities));

    // A user makes calls in its own name; what the body says of the creator is for servers.
    private static GetOrCreateCall AsCreator(ApiCall call, GetOrCreateCall request)
        => call.UserId is { } user ? request with { CreatedById = user, CreatedBy = null } : request;
}
