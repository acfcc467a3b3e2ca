using OrleansFrames.Calls;
using OrleansFrames.Ledger;
using OrleansFrames.Users;

namespace OrleansFrames.Silo.Tests.Ledger;

/// <summary>Entries of the read models.</summary>
internal static class Entries
{
    public static CallEntry Call(
        string cid,
        long revision = 1,
        string app = Rows.App,
        string by = "maker",
        int minutes = 0,
        string custom = "{}",
        string? team = null,
        int? startsIn = null,
        int? endedIn = null,
        string session = "",
        params string[] members)
    {
        var parts = cid.Split(':');
        CallResponse call = new(
            parts[0], parts[1], cid, new(by, ""), Rows.Start.AddMinutes(minutes), Rows.Start.AddMinutes(minutes + 60), new(custom), new("""{"video":{}}"""), new(null), session)
        {
            Team = team,
            StartsAt = startsIn is { } start ? Rows.Start.AddMinutes(start) : null,
            EndedAt = endedIn is { } end ? Rows.Start.AddMinutes(end) : null,
            Session = session.Length == 0 ? null : Session(session),
        };
        return new(app, revision, call, [.. members.Select((member, place) => Member(member, place))]);
    }

    public static MemberEntry Member(string user, int minutes = 0, string role = "call_member", string custom = "{}")
        => new(user, role, new(custom), Rows.Start.AddMinutes(minutes), Rows.Start.AddMinutes(minutes + 60));

    public static UserEntry User(string id, long revision = 1, int minutes = 0, string app = Rows.App, Func<UserResponse, UserResponse>? change = null)
    {
        UserResponse user = new(id, "user") { CreatedAt = Rows.Start.AddMinutes(minutes), UpdatedAt = Rows.Start.AddMinutes(minutes + 60) };
        return new(app, revision, change?.Invoke(user) ?? user);
    }

    private static CallSessionResponse Session(string id)
        => new(id, Rows.Start, null, [new("s1", new("ann", ""), "host", Rows.Start)], new Dictionary<string, int> { ["host"] = 1 });
}
