using OrleansFrames.Api.Input;
using OrleansFrames.Calls;

namespace OrleansFrames.Api.Endpoints;

/// <summary>A request of a call, how many members its answer may list, and the client's connection that watches the call from then on, if any.</summary>
internal sealed record WithMembers<TRequest>(TRequest Request, int MembersLimit, string? ConnectionId);

/// <summary>Reads GetStream's GetOrCreateCallRequest and UpdateCallRequest.</summary>
internal static class CallReader
{
    public const int MostMembers = 100;

    public static WithMembers<GetOrCreateCall> GetOrCreate(RequestInput input)
    {
        var limit = input.Body.Number("members_limit", 1, MostMembers) ?? MostMembers;
        var data = input.Body.Child("data");
        return new(data is null ? new(null, null, [], null, null, null, null) : Data(data), limit, Connection(input));
    }

    public static WithMembers<Nothing> Get(RequestInput input)
        => new(default, (int)(input.Query.Number("members_limit", 0, MostMembers) is > 0 and { } limit ? limit : MostMembers), Connection(input));

    /// <summary>The connection that a client names with each request.</summary>
    public static string? Connection(RequestInput input) => input.Query.Text("connection_id");

    public static CallUpdate Update(RequestInput input)
        => new(input.Body.Groups("settings_override"), input.Body.Object("custom"), input.Body.Time("starts_at"));

    private static GetOrCreateCall Data(JsonFields data) => new(
        data.UserId("created_by_id"),
        data.Child("created_by") is { } creator ? UserReader.Read(creator) : null,
        [.. (data.Items("members", MostMembers) ?? []).Select(Member)],
        data.Groups("settings_override"),
        data.Object("custom"),
        data.Time("starts_at"),
        data.Text("team", longest: 128));

    public static MemberRequest Member(JsonFields member)
        => new(member.RequiredUserId("user_id"), member.Role("role"), member.Object("custom"));
}
