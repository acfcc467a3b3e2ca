using OrleansFrames.Api.Input;
using OrleansFrames.Api.Operations;
using OrleansFrames.CallTypes;

namespace OrleansFrames.Api.Endpoints;

internal static class CallTypeEndpoints
{
    private const string CallType = "/video/calltypes/{name}";

    public static void MapCallTypes(this ApiRoutes routes)
    {
        routes.ForServers.Get("/video/calltypes", "ListCallTypes", "ReadCallType", Nothing.Read, ListAsync)
            .Answers<CallTypesAnswer>("Lists the call types by name");
        routes.ForServers.Post("/video/calltypes", "CreateCallType", "CreateCallType", CallTypeReader.Create, CreateAsync)
            .Answers<CallTypeResponse>("Makes a call type");
        routes.ForServers.Get(CallType, "GetCallType", "ReadCallType", Nothing.Read, GetAsync)
            .Answers<CallTypeResponse>("Reads a call type");
        routes.ForServers.Put(CallType, "UpdateCallType", "UpdateCallType", CallTypeReader.Update, UpdateAsync)
            .Answers<CallTypeResponse>("Changes settings, grants or storage of a call type");
        routes.ForServers.Delete(CallType, "DeleteCallType", "DeleteCallType", Nothing.Read, DeleteAsync)
            .AnswersNothing("Deletes a call type that was made");
    }

    private static async Task<Answer> ListAsync(ApiCall call, Nothing nothing)
    {
        var types = await call.Grains.GetApp(call.App).ListCallTypesAsync(call.Aborted);
        return Answer.Of(new CallTypesAnswer(types.ToDictionary(type => type.Name)));
    }

    private static async Task<Answer> CreateAsync(ApiCall call, NewCallType request)
        => Answer.Of(await call.Grains.GetCallType(call.App, request.Name).CreateAsync(request.Type, call.Aborted), type => type);

    private static async Task<Answer> GetAsync(ApiCall call, Nothing nothing)
        => Answer.Of(await Of(call).GetAsync(call.Aborted), type => type);

    private static async Task<Answer> UpdateAsync(ApiCall call, CallTypeUpdate update)
        => Answer.Of(await Of(call).UpdateAsync(update, call.Aborted), type => type);

    private static async Task<Answer> DeleteAsync(ApiCall call, Nothing nothing)
        => new(Answer.Nothing, await Of(call).DeleteAsync(call.Aborted));

    private static ICallTypeGrain Of(ApiCall call) => call.Grains.GetCallType(call.App, call.Route("name"));
}

/// <summary>GetStream's ListCallTypeResponse.</summary>
internal sealed record CallTypesAnswer(IReadOnlyDictionary<string, CallTypeResponse> CallTypes);
