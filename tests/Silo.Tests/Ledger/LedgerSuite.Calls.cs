using OrleansFrames.Ledger;
using OrleansFrames.Ledger.Queries;
using OrleansFrames.Users;
using static OrleansFrames.Ledger.Queries.FilterOperator;

namespace OrleansFrames.Silo.Tests.Ledger;

public abstract partial class LedgerSuite
{
    /// <summary>Conditions, and the ids of the calls that they find among those of <see cref="SaveCallsAsync"/>.</summary>
    public static TheoryData<string, string> CallFilters
    {
        get
        {
            TheoryData<string, string> rows = [];
            foreach (var (name, (_, found)) in Conditions)
            {
                rows.Add(name, found);
            }

            return rows;
        }
    }

    private static Dictionary<string, (Filter Filter, string Found)> Conditions { get; } = new()
    {
        ["all"] = (Filter.All, "a b c d"),
        ["id"] = (Is("id", "b"), "b"),
        ["cid"] = (Is("cid", "livestream:c"), "c"),
        ["cid in"] = (Filter.Of("cid", In, FilterValue.Of("default:a"), FilterValue.Of("livestream:c"), FilterValue.Of("x")), "a c"),
        ["type"] = (Is("type", "default"), "a b d"),
        ["id greater"] = (Filter.Of("id", Greater, FilterValue.Of("b")), "c d"),
        ["id greater or equal"] = (Filter.Of("id", GreaterOrEqual, FilterValue.Of("b")), "b c d"),
        ["id less"] = (Filter.Of("id", Less, FilterValue.Of("b")), "a"),
        ["id less or equal"] = (Filter.Of("id", LessOrEqual, FilterValue.Of("b")), "a b"),
        ["creator"] = (Is("created_by_user_id", "mia"), "c"),
        ["team"] = (Is("team", "red"), "a"),
        ["no team"] = (Filter.Of("team", Equal, FilterValue.Null), "b c d"),
        ["team exists"] = (Filter.Of("team", Exists, FilterValue.Of(true)), "a"),
        ["team does not exist"] = (Filter.Of("team", Exists, FilterValue.Of(false)), "b c d"),
        ["created after"] = (Filter.Of("created_at", Greater, FilterValue.Of(Rows.Start.AddMinutes(2))), "c d"),
        ["created at"] = (Filter.Of("created_at", Equal, FilterValue.Of(Rows.Start.AddMinutes(2))), "b"),
        ["created in"] = (Filter.Of("created_at", In, FilterValue.Of(Rows.Start.AddMinutes(1)), FilterValue.Of(Rows.Start.AddMinutes(3))), "a c"),
        ["updated until"] = (Filter.Of("updated_at", LessOrEqual, FilterValue.Of(Rows.Start.AddMinutes(62))), "a b"),
        ["starts between"] = (Filter.Join(
            And,
            Filter.Of("starts_at", Greater, FilterValue.Of(Rows.Start)),
            Filter.Of("starts_at", Less, FilterValue.Of(Rows.Start.AddMinutes(15)))), "b"),
        ["never starts"] = (Filter.Of("starts_at", Exists, FilterValue.Of(false)), "a c"),
        ["ended"] = (Filter.Of("ended_at", Exists, FilterValue.Of(true)), "d"),
        ["ongoing"] = (Filter.Of("ongoing", Equal, FilterValue.Of(true)), "c"),
        ["not ongoing"] = (Filter.Of("ongoing", Equal, FilterValue.Of(false)), "a b d"),
        ["backstage"] = (Filter.Of("backstage", Equal, FilterValue.Of(true)), ""),
        ["members"] = (Filter.Of("members", In, FilterValue.Of("ann"), FilterValue.Of("ben")), "a b"),
        ["member"] = (Filter.Of("members", In, FilterValue.Of("ben")), "a"),
        ["or"] = (Filter.Join(Or, Is("id", "a"), Is("type", "livestream")), "a c"),
        ["nor"] = (Filter.Join(Nor, Is("team", "red"), Is("id", "c")), "b d"),
        ["and in or"] = (Filter.Join(Or, Filter.Join(And, Is("type", "default"), Is("id", "b")), Is("id", "c")), "b c"),
        ["custom text"] = (Is("custom.color", "red"), "a"),
        ["custom is no number"] = (Is("custom.seats", "4"), ""),
        ["custom number"] = (Filter.Of("custom.seats", Equal, FilterValue.Of(4L)), "a"),
        ["custom number above"] = (Filter.Of("custom.seats", Greater, FilterValue.Of(3.5)), "a b"),
        ["custom flag"] = (Filter.Of("custom.live", Equal, FilterValue.Of(true)), "a"),
        ["custom flag is no number"] = (Filter.Of("custom.live", Equal, FilterValue.Of(1L)), "b"),
        ["custom in"] = (Filter.Of("custom.color", In, FilterValue.Of("red"), FilterValue.Of("blue")), "a b"),
        ["custom nested"] = (Is("custom.place.city", "Köln"), "c"),
        ["custom exists"] = (Filter.Of("custom.color", Exists, FilterValue.Of(true)), "a b"),
        ["custom does not exist"] = (Filter.Of("custom.color", Exists, FilterValue.Of(false)), "c d"),
        ["custom null"] = (Filter.Of("custom.color", Equal, FilterValue.Null), "c d"),
        ["custom contains"] = (Filter.Of("custom.tags", Contains, FilterValue.Of("x")), "a"),
        ["custom contains number"] = (Filter.Of("custom.tags", Contains, FilterValue.Of(1L)), "b"),
        ["custom begins"] = (Filter.Of("custom.title", Autocomplete, FilterValue.Of("wor")), "a"),
        ["custom whole"] = (Filter.Of("custom.title", Search, FilterValue.Of("HELLO WORLD")), "a"),
        ["custom part"] = (Filter.Of("custom.title", Search, FilterValue.Of("hello")), ""),
        ["odd name"] = (Is("custom.an odd/name-äöü", "yes"), "d"),
        ["quotes"] = (Is("id", "' OR 1=1 --"), ""),
        ["quotes in custom"] = (Is("custom.note", "it's \"100%\" \\ _"), "d"),
        ["percent is plain"] = (Filter.Of("custom.note", Autocomplete, FilterValue.Of("%")), ""),
        ["sign by sign"] = (Filter.Of("custom.note", Autocomplete, FilterValue.Of("it's \"100%\" \\ _")), "d"),
        ["underscore is plain"] = (Filter.Of("custom.title", Search, FilterValue.Of("hello_world")), ""),
    };

    [Theory]
    [MemberData(nameof(CallFilters))]
    public async Task Calls_Filter_FindsWhatFits(string condition, string found)
    {
        await SaveCallsAsync();
        Assert.Equal(found, await FindAsync(Conditions[condition].Filter));
    }

    [Fact]
    public async Task Call_Saved_ComesBackAsItIs()
    {
        var saved = Entries.Call("default:a", custom: """{"a": [1, null]}""", team: "red", startsIn: 5, endedIn: 9, session: "s", members: ["ann", "ben"]);
        await Ledger.Models.SaveCallAsync(saved, None);

        var read = Assert.Single((await Ledger.Models.CallsAsync(Listing(Filter.All), [], None)).Rows);

        var participant = Assert.Single(read.Call.Session!.Participants);
        Assert.Equal(("s1", "ann", "host", Rows.Start), (participant.UserSessionId, participant.User.Id, participant.Role, participant.JoinedAt));
        Assert.Equal(1, read.Call.Session.ParticipantsCountByRole["host"]);
        Assert.Equal(saved.Members, read.Members);
        Assert.Equal((saved.Call.Cid, saved.Call.Team, saved.Call.StartsAt, saved.Call.EndedAt, saved.Call.Custom, saved.Call.Settings), (read.Call.Cid, read.Call.Team, read.Call.StartsAt, read.Call.EndedAt, read.Call.Custom, read.Call.Settings));
        Assert.Equal((saved.Call.CreatedBy.Id, saved.Call.CreatedAt, saved.Call.UpdatedAt, "s"), (read.Call.CreatedBy.Id, read.Call.CreatedAt, read.Call.UpdatedAt, read.Call.CurrentSessionId));
    }

    [Fact]
    public async Task Call_OlderRevision_ReplacesNothing()
    {
        await Ledger.Models.SaveCallAsync(Entries.Call("default:a", revision: 5, team: "new", members: ["ann"]), None);
        await Ledger.Models.SaveCallAsync(Entries.Call("default:a", revision: 4, team: "old", members: ["ben"]), None);
        await Ledger.Models.SaveCallAsync(Entries.Call("default:a", revision: 5, team: "same", members: ["ben"]), None);

        var read = Assert.Single((await Ledger.Models.CallsAsync(Listing(Filter.All), [], None)).Rows);

        Assert.Equal((5L, "new", "ann"), (read.Revision, read.Call.Team, Assert.Single(read.Members).UserId));
    }

    [Fact]
    public async Task Call_NewerRevision_ReplacesItAndItsMembers()
    {
        await Ledger.Models.SaveCallAsync(Entries.Call("default:a", members: ["ann", "ben"]), None);
        await Ledger.Models.SaveCallAsync(Entries.Call("default:a", revision: 2, team: "new", members: ["ben", "ben", "cy"]), None);

        var read = Assert.Single((await Ledger.Models.CallsAsync(Listing(Filter.All), [], None)).Rows);

        Assert.Equal("new", read.Call.Team);
        Assert.Equal(["ben", "cy"], read.Members.Select(member => member.UserId));
        Assert.Equal("", await FindAsync(Filter.Of("members", In, FilterValue.Of("ann"))));
    }

    [Fact]
    public async Task Call_Deleted_IsFoundAgainOnlyInANewerRevision()
    {
        await Ledger.Models.SaveCallAsync(Entries.Call("default:a", revision: 3, members: ["ann"]), None);
        await Ledger.Models.SaveCallAsync(Entries.Call("default:a", revision: 4, members: ["ann"]) with { Deleted = true }, None);
        Assert.Equal("", await FindAsync(Filter.All));
        Assert.Equal("", await Ledger.AskAsync("SELECT body FROM call_index"));
        Assert.Equal(0L, await Ledger.AskAsync("SELECT count(*) FROM call_member_index"));

        await Ledger.Models.SaveCallAsync(Entries.Call("default:a", revision: 3), None);
        Assert.Equal("", await FindAsync(Filter.All));
        await Ledger.Models.SaveCallAsync(Entries.Call("default:a", revision: 5), None);
        Assert.Equal("a", await FindAsync(Filter.All));
    }

    [Fact]
    public async Task Calls_OfAnotherApp_AreNotFound()
    {
        await Ledger.Models.SaveCallAsync(Entries.Call("default:a", app: "app-2", members: ["ann"]), None);
        await Ledger.Models.SaveCallAsync(Entries.Call("default:b"), None);

        Assert.Equal("b", await FindAsync(Filter.All));
        Assert.Equal("", await FindAsync(Filter.Of("members", In, FilterValue.Of("ann"))));
        Assert.Equal(["default"], await Ledger.Models.CallTypesAsync(Rows.App, None));
        Assert.Empty(await Ledger.Models.CallTypesAsync("nobody", None));
    }

    /// <summary>ann is a member of a and b, mia made c, and nobody of them belongs to d.</summary>
    [Theory]
    [InlineData("ann", "", "a b")]
    [InlineData("mia", "", "c")]
    [InlineData("mia", "default", "a b c d")]
    [InlineData("zoe", "", "")]
    [InlineData("zoe", "livestream default", "a b c d")]
    public async Task Calls_OfAViewer_AreThoseItMayReadOrBelongsTo(string user, string types, string found)
    {
        await SaveCallsAsync();
        Assert.Equal(found, Ids(await Ledger.Models.CallsAsync(Listing(Filter.All, new(user)), types.Split(' '), None)));
    }

    [Fact]
    public async Task Calls_OfATokenForCalls_AreNoOthers()
    {
        await SaveCallsAsync();
        CallViewer viewer = new(new Actor("ann"), ["default:b", "livestream:c", "default:none"]);
        Assert.Equal("b", Ids(await Ledger.Models.CallsAsync(Listing(Filter.All, viewer.Actor) with { Viewer = viewer }, [], None)));
    }

    [Fact]
    public async Task Calls_OfAViewerWhoIsBlocked_AreNotFound()
    {
        var blocked = Entries.Call("default:a", members: ["ann", "ben"]);
        await Ledger.Models.SaveCallAsync(blocked with { Call = blocked.Call with { BlockedUserIds = ["x", "ann"] } }, None);

        Assert.Equal("", Ids(await Ledger.Models.CallsAsync(Listing(Filter.All, new("ann")), ["default"], None)));
        Assert.Equal("a", Ids(await Ledger.Models.CallsAsync(Listing(Filter.All, new("ben")), [], None)));
    }

    [Fact]
    public async Task Call_OfManyMembers_ComesWithAHundredAndTheViewer()
    {
        string[] members = [.. Enumerable.Range(0, 120).Select(number => $"m{number:D3}")];
        await Ledger.Models.SaveCallAsync(Entries.Call("default:a", members: members), None);

        Assert.Equal(members[..100], Members(await Ledger.Models.CallsAsync(Listing(Filter.All), [], None)));
        Assert.Equal([.. members[..100], "m117"], Members(await Ledger.Models.CallsAsync(Listing(Filter.All, new("m117")), [], None)));

        static IEnumerable<string> Members(EntryPage<CallEntry> page) => Assert.Single(page.Rows).Members.Select(member => member.UserId);
    }

    private static Filter Is(string field, string value) => Filter.Of(field, Equal, FilterValue.Of(value));

    private static CallQuery Listing(Filter filter, Actor? viewer = null, int limit = 100)
        => new(Rows.App, viewer is null ? null : new(viewer), filter, [], limit);

    private static string Ids(EntryPage<CallEntry> page) => string.Join(' ', page.Rows.Select(entry => entry.Call.Id).Order());

    private async Task<string> FindAsync(Filter filter) => Ids(await Ledger.Models.CallsAsync(Listing(filter), [], None));

    private async Task SaveCallsAsync()
    {
        CallEntry[] calls =
        [
            Entries.Call("default:a", minutes: 1, team: "red", custom: """{"color":"red","seats":4,"live":true,"tags":["x","y"],"title":"Hello World"}""", members: ["ann", "ben"]),
            Entries.Call("default:b", minutes: 2, startsIn: 10, custom: """{"color":"blue","seats":4.5,"live":1,"tags":[1,"1"]}""", members: ["ann"]),
            Entries.Call("livestream:c", minutes: 3, by: "mia", session: "s", custom: """{"place":{"city":"Köln"}}"""),
            Entries.Call("default:d", minutes: 4, startsIn: 20, endedIn: 30, custom: """{"an odd/name-äöü":"yes","note":"it's \"100%\" \\ _"}"""),
        ];
        await Task.WhenAll(calls.Select(call => Ledger.Models.SaveCallAsync(call, None)));
    }
}
