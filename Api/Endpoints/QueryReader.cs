using OrleansFrames.Api.Input;
using OrleansFrames.Ledger.Queries;

namespace OrleansFrames.Api.Endpoints;

/// <summary>A page of a list that goes on by cursors.</summary>
internal sealed record PageRequest(Filter Filter, IReadOnlyList<SortBy> Sort, int Limit, string? Next, string? Prev);

/// <param name="Watcher">The client's connection that is to watch the calls of the page; null when none is.</param>
internal sealed record CallsRequest(PageRequest Page, string? Watcher);

internal sealed record MembersRequest(string Type, string Id, PageRequest Page);

internal sealed record ParticipantsRequest(Filter Filter, int Limit);

internal sealed record UsersRequest(Filter Filter, IReadOnlyList<SortBy> Sort, int Limit, int Offset);

/// <summary>Reads GetStream's QueryCallsRequest, QueryCallMembersRequest, QueryCallParticipantsRequest and QueryUsersPayload.</summary>
internal static class QueryReader
{
    private const int UsualPage = 25;
    private const int UsualUsers = 30;
    private const int LargestPage = 100;
    private const int LargestOffset = 1_000;
    private const string Conditions = "filter_conditions";

    public static CallsRequest Calls(RequestInput input)
        => new(Page(input.Body, QuerySchema.Calls, mostSorts: 2), input.Body.Flag("watch") is true ? CallReader.Connection(input) : null);

    public static MembersRequest Members(RequestInput input)
        => new(input.Body.RequiredName("type"), input.Body.RequiredName("id"), Page(input.Body, QuerySchema.Members, mostSorts: 1));

    public static ParticipantsRequest Participants(RequestInput input) => new(
        input.Body.Conditions(Conditions, QuerySchema.Participants),
        (int)(input.Query.Number("limit", 0, LargestPage) is > 0 and { } limit ? limit : LargestPage));

    public static UsersRequest Users(RequestInput input)
    {
        var payload = input.Query.Object("payload");
        payload.Flag("presence");
        payload.Flag("include_deactivated_users");
        return new(
            payload.Conditions(Conditions, QuerySchema.Users),
            Sort(payload, QuerySchema.Users, most: 5),
            payload.Number("limit", 1, LargestPage) ?? UsualUsers,
            payload.Number("offset", 0, LargestOffset) ?? 0);
    }

    private static PageRequest Page(JsonFields body, QuerySchema schema, int mostSorts)
    {
        var (next, prev) = (Cursor(body, "next"), Cursor(body, "prev"));
        if (next is not null && prev is not null)
        {
            body.Refuse("prev", "must not be given together with next");
        }

        return new(body.Conditions(Conditions, schema), Sort(body, schema, mostSorts), body.Number("limit", 1, LargestPage) ?? UsualPage, next, prev);
    }

    // SDKs of languages whose texts cannot be unset send empty ones.
    private static string? Cursor(JsonFields body, string name) => body.Text(name) is { Length: > 0 } cursor ? cursor : null;

    private static List<SortBy> Sort(JsonFields body, QuerySchema schema, int most)
    {
        var sort = new List<SortBy>();
        var sortable = schema.Fields.Where(field => field.CanSort).Select(field => field.Name).ToArray();
        foreach (var by in body.Items("sort", most) ?? [])
        {
            var field = by.RequiredOneOf("field", sortable);
            sort.Add(new(field, by.Number("direction", -1, 1) == -1));
        }

        return sort;
    }
}
