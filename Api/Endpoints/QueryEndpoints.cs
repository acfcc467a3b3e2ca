using OrleansFrames.Api.Input;
using OrleansFrames.Api.Operations;

namespace OrleansFrames.Api.Endpoints;

/// <summary>Lists of calls, of the people in them, and of users.</summary>
internal static class QueryEndpoints
{
    private const string Call = "/video/call/{type}/{id}";

    public static void MapQueries(this ApiRoutes routes)
    {
        routes.Post("/video/calls", "QueryCalls", "ReadCall", QueryReader.Calls, CallsAsync);
        routes.Post("/video/call/members", "QueryCallMembers", "ReadCall", QueryReader.Members, MembersAsync);
        routes.Post($"{Call}/participants", "QueryCallParticipants", "ReadCall", QueryReader.Participants, ParticipantsAsync);
        routes.Get($"{Call}/recordings", "ListRecordings", "ListRecordings", Nothing.Read, RecordingsAsync);
        routes.Get("/users", "QueryUsers", "SearchUser", QueryReader.Users, UsersAsync);
    }

    private static async Task<Answer> CallsAsync(ApiCall call, PageRequest request)
    {
        var page = await call.Grains.GetQueries().CallsAsync(
            new(call.App, null, request.Filter, request.Sort, request.Limit, request.Next, request.Prev), call.Aborted);
        return Answer.Of(page, found => new CallsAnswer([.. found.Calls.Select(state => CallAnswer.From(state))], found.Next, found.Prev));
    }

    private static async Task<Answer> MembersAsync(ApiCall call, MembersRequest request)
    {
        var found = await call.Grains.GetCall(call.App, request.Type, request.Id).GetAsync(call.Aborted);
        if (found.Refusal is { } refusal)
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
            found.State.Call, found.State.Members, Capabilities.All, found.Participants, found.Total));
    }

    private static async Task<Answer> RecordingsAsync(ApiCall call, Nothing nothing)
        => Answer.Of(await call.Call.GetAsync(call.Aborted), _ => new RecordingsAnswer([]));

    private static async Task<Answer> UsersAsync(ApiCall call, UsersRequest request)
    {
        var users = await call.Grains.GetQueries().UsersAsync(
            new(call.App, request.Filter, request.Sort, request.Limit, request.Offset), call.Aborted);
        return Answer.Of(new UsersAnswer([.. users.Select(FullUserAnswer.From)]));
    }
}
