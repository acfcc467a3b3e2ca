using OrleansFrames.Api.Input;
using OrleansFrames.Api.Operations;
using OrleansFrames.Api.Realtime;
using OrleansFrames.CallTypes;
using OrleansFrames.Ledger.Queries;

namespace OrleansFrames.Api.Endpoints;

/// <summary>Lists of calls, of the people in them, and of users.</summary>
internal static class QueryEndpoints
{
    private const string Call = "/video/call/{type}/{id}";

    public static void MapQueries(this ApiRoutes routes, Connections connections)
    {
        routes.ForAnyone.Post("/video/calls", "QueryCalls", "ReadCall", QueryReader.Calls, (call, request) => CallsAsync(call, request, connections))
            .Answers<CallsAnswer>("Finds calls");
        routes.ForAnyone.Post("/video/call/members", "QueryCallMembers", "ReadCall", QueryReader.Members, MembersAsync)
            .Answers<CallMembersAnswer>("Finds members of a call");
        routes.Post($"{Call}/participants", "QueryCallParticipants", "ReadCall", QueryReader.Participants, ParticipantsAsync)
            .Answers<ParticipantsAnswer>("Finds participants of the live session of a call");
        routes.Get($"{Call}/recordings", "ListRecordings", "ListRecordings", Nothing.Read, RecordingsAsync)
            .Answers<RecordingsAnswer>("Lists call recordings, of which there are none");
        routes.Get("/users", "QueryUsers", "SearchUser", QueryReader.Users, UsersAsync)
            .Answers<UsersAnswer>("Finds users");
    }

    private static async Task<Answer> CallsAsync(ApiCall call, CallsRequest request, Connections connections)
    {
        var (filter, sort, limit, next, prev) = request.Page;
        var viewer = call.UserId is null ? null : new CallViewer(call.Actor, call.BoundTo is { } bound ? [.. bound] : null);
        var page = await call.Grains.GetQueries().CallsAsync(
            new(call.App, viewer, filter, sort, limit, next, prev), call.Aborted);
        if (request.Watcher is { } connectionId && page.Value is { } listed)
        {
            await connections.WatchAsync(call.App, new(connectionId, call.Actor, [.. listed.Calls.Select(one => one.State.Call.Cid)]), call.Aborted);
        }

        return Answer.Of(page, found => new CallsAnswer([.. found.Calls.Select(one => CallAnswer.From(one.State, one.OwnCapabilities))], found.Next, found.Prev));
    }

    private static async Task<Answer> MembersAsync(ApiCall call, MembersRequest request)
    {
        if ((await call.AskAsync(request.Type, request.Id, Permissions.ReadCall)).Refusal is { } refusal)
        {
            return new(null, refusal);
        }

        var (filter, sort, limit, next, prev) = request.Page;
        var page = await call.Grains.GetQueries().MembersAsync(
            new(call.App, $"{request.Type}:{request.Id}", filter, sort, limit, next, prev), call.Aborted);
        return Answer.Of(page, members => new CallMembersAnswer(members.Members, members.Next, members.Prev));
    }

    private static async Task<Answer> ParticipantsAsync(ApiCall call, ParticipantsRequest request)
    {
        var page = await call.Call.QueryParticipantsAsync(request.Filter, request.Limit, call.Aborted);
        return Answer.Of(page, found => new ParticipantsAnswer(
            found.State.Call, found.State.Members, call.OwnCapabilities, found.Participants, found.Total));
    }

    // That the call is there and may be read was found out before.
    private static Task<Answer> RecordingsAsync(ApiCall call, Nothing nothing) => Task.FromResult(Answer.Of(new RecordingsAnswer([])));

    private static async Task<Answer> UsersAsync(ApiCall call, UsersRequest request)
    {
        var users = await call.Grains.GetQueries().UsersAsync(
            new(call.App, request.Filter, request.Sort, request.Limit, request.Offset), call.Aborted);
        return Answer.Of(new UsersAnswer([.. users.Select(FullUserAnswer.From)]));
    }
}
