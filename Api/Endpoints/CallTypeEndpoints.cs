using OrleansFrames.Api.Input;
using OrleansFrames.Api.Operations;
using OrleansFrames.CallTypes;

namespace OrleansFrames.Api.Endpoints;

internal static class CallTypeEndpoints
{
    private const string CallType = "/video/calltypes/{name}";

    public static void MapCallTypes(this ApiRoutes routes)
    {
        routes.ForServers.Post("/video/calltypes", "CreateCallType", "CreateCallType", CallTypeReader.Create, CreateAsync);
        routes.ForServers.Get(CallType, "GetCallType", "ReadCallType", Nothing.Read, GetAsync);
        routes.ForServers.Put(CallType, "UpdateCallType", "UpdateCallType", CallTypeReader.Update, UpdateAsync);
    }

    private static async Task<Answer> CreateAsync(ApiCall call, NewCallType request)
        => Answer.Of(await call.Grains.GetCallType(call.App, request.Name).CreateAsync(request.Type, call.Aborted), type => type);

    private static async Task<Answer> GetAsync(ApiCall call, Nothing nothing)
        => Answer.Of(await Of(call).GetAsync(call.Aborted), type => type);

    private static async Task<Answer> UpdateAsync(ApiCall call, CallTypeUpdate update)
        => Answer.Of(await Of(call).UpdateAsync(update, call.Aborted), type => type);

    private static ICallTypeGrain Of(ApiCall call) => call.Grains.GetCallType(call.App, call.Route("name"));
}
