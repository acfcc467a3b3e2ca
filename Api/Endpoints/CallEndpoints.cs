using OrleansFrames.Api.Input;
using OrleansFrames.Api.Operations;
using OrleansFrames.Calls;

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
        var outcome = await call.Call.GetOrCreateAsync(request.Request, call.Aborted);
        return Answer.Of(outcome, state => CallAnswer.From(state, request.MembersLimit) with { Created = state.Created });
    }

    private static async Task<Answer> GetAsync(ApiCall call, WithMembers<Nothing> request)
        => Answer.Of(await call.Call.GetAsync(call.Aborted), state => CallAnswer.From(state, request.MembersLimit));

    private static async Task<Answer> UpdateAsync(ApiCall call, CallUpdate update)
        => Answer.Of(await call.Call.UpdateAsync(update, call.Aborted), CallAnswer.From);
}
