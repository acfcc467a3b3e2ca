using OrleansFrames.Ledger.Queries;
using OrleansFrames.Users;
using static OrleansFrames.Ledger.Queries.FilterOperator;

namespace OrleansFrames.Silo.Tests.Ledger;

public abstract partial class LedgerSuite
{
    /// <summary>Conditions, and the users that they find among those of <see cref="SaveUsersAsync"/>, the newest first.</summary>
    public static TheoryData<string, string> UserFilters
    {
        get
        {
            TheoryData<string, string> rows = [];
            foreach (var (name, (_, found)) in UserConditions)
            {
                rows.Add(name, found);
            }

            return rows;
        }
    }

    private static Dictionary<string, (Filter Filter, string Found)> UserConditions { get; } = new()
    {
        ["all"] = (Filter.All, "dan cy ben ann"),
        ["id"] = (Is("id", "ben"), "ben"),
        ["id in"] = (Filter.Of("id", In, FilterValue.Of("ann"), FilterValue.Of("cy")), "cy ann"),
        ["id begins"] = (Filter.Of("id", Autocomplete, FilterValue.Of("B")), "ben"),
        ["role"] = (Is("role", "admin"), "cy"),
        ["name"] = (Is("name", "Ann Lee"), "ann"),
        ["name begins with a word"] = (Filter.Of("name", Autocomplete, FilterValue.Of("le")), "cy ann"),
        ["no name"] = (Filter.Of("name", Exists, FilterValue.Of(false)), "dan ben"),
        ["whole name"] = (Filter.Of("name", Search, FilterValue.Of("ann lee")), "ann"),
        ["team"] = (Filter.Of("teams", Contains, FilterValue.Of("red")), "ben ann"),
        ["teams"] = (Filter.Of("teams", In, FilterValue.Of("blue"), FilterValue.Of("green")), "cy ben"),
        ["team as value"] = (Is("teams", "blue"), "ben"),
        ["banned"] = (Filter.Of("banned", Equal, FilterValue.Of(true)), "ben ann"),
        ["not banned"] = (Filter.Of("banned", Equal, FilterValue.Of(false)), "dan cy"),
        ["shadow banned"] = (Filter.Of("shadow_banned", Equal, FilterValue.Of(true)), "cy"),
        ["active since"] = (Filter.Of("last_active", GreaterOrEqual, FilterValue.Of(Rows.Start.AddMinutes(10))), "cy ben"),
        ["never active"] = (Filter.Of("last_active", Equal, FilterValue.Null), "dan ann"),
        ["created before"] = (Filter.Of("created_at", Less, FilterValue.Of(Rows.Start.AddMinutes(2))), "ann"),
        ["custom"] = (Is("custom.color", "it's"), "dan"),
    };

    [Theory]
    [MemberData(nameof(UserFilters))]
    public async Task Users_Filter_FindsWhatFits(string condition, string found)
    {
        await SaveUsersAsync();
        Assert.Equal(found, await UsersAsync(new(Rows.App, UserConditions[condition].Filter, [], 100, 0)));
    }

    [Theory]
    [InlineData("id", 100, 0, "ann ben cy dan")]
    [InlineData("-id", 2, 1, "cy ben")]
    [InlineData("role -id", 100, 0, "cy dan ben ann")]
    [InlineData("name", 100, 0, "ben dan ann cy")]
    [InlineData("-last_active", 100, 0, "cy ben dan ann")]
    [InlineData("created_at", 3, 3, "dan")]
    public async Task Users_Sorted_ComeInThatOrder(string sort, int limit, int offset, string order)
    {
        await SaveUsersAsync();
        Assert.Equal(order, await UsersAsync(new(Rows.App, Filter.All, [.. sort.Split(' ').Select(Sort)], limit, offset)));
    }

    [Fact]
    public async Task User_OlderRevision_ReplacesNothing()
    {
        await Ledger.Models.SaveUserAsync(Entries.User("ann", revision: 2, change: user => user with { Name = "new", Teams = ["a"], Custom = new("""{"x": 1}""") }), None);
        await Ledger.Models.SaveUserAsync(Entries.User("ann", revision: 1, change: user => user with { Name = "old" }), None);

        var read = Assert.Single(await Ledger.Models.UsersAsync(Rows.App, ["ann", "nobody"], None));

        Assert.Equal(("ann", "new", """{"x": 1}""", Rows.Start), (read.Id, read.Name, read.Custom.Text, read.CreatedAt));
        Assert.Equal(["a"], read.Teams);
        Assert.Empty(await Ledger.Models.UsersAsync("app-2", ["ann"], None));
    }

    [Theory]
    [InlineData("", "ann ben cy")]
    [InlineData("user_id", "ann ben cy")]
    [InlineData("-user_id", "cy ben ann")]
    [InlineData("-created_at", "cy ben ann")]
    public async Task Members_Sorted_ComeInPagesAndBack(string sort, string order)
    {
        await Ledger.Models.SaveCallAsync(Entries.Call("default:a", members: ["ann", "ben", "cy"]), None);
        await Ledger.Models.SaveCallAsync(Entries.Call("default:other", members: ["dan"]), None);
        MemberQuery query = new(Rows.App, "default:a", Filter.All, sort.Length == 0 ? [] : [Sort(sort)], 2);

        var first = await Ledger.Models.MembersAsync(query, None);
        var second = await Ledger.Models.MembersAsync(query with { Next = first.Next }, None);

        Assert.Equal(order, string.Join(' ', first.Rows.Concat(second.Rows).Select(member => member.UserId)));
        Assert.Equal((null, null), (first.Prev, second.Next));
        Assert.Equal(first.Rows, (await Ledger.Models.MembersAsync(query with { Prev = second.Prev }, None)).Rows);
    }

    [Fact]
    public async Task Members_Filter_FindsWhatFits()
    {
        var call = Entries.Call("default:a") with
        {
            Members = [Entries.Member("ann", role: "host"), Entries.Member("ben", 1, custom: """{"seat":4}"""), Entries.Member("cy", 2, "it's")],
        };
        await Ledger.Models.SaveCallAsync(call, None);

        Assert.Equal("ann", await MembersAsync(Is("role", "host")));
        Assert.Equal("cy", await MembersAsync(Is("role", "it's")));
        Assert.Equal("ben", await MembersAsync(Filter.Of("custom.seat", LessOrEqual, FilterValue.Of(4L))));
        Assert.Equal("ben cy", await MembersAsync(Filter.Of("created_at", Greater, FilterValue.Of(Rows.Start))));
        Assert.Equal("ann cy", await MembersAsync(Filter.Of("user_id", In, FilterValue.Of("ann"), FilterValue.Of("cy"))));
        Assert.Equal("ann ben cy", await MembersAsync(Is("call_cid", "default:a")));
        Assert.Equal("", await MembersAsync(Is("call_cid", "default:b")));
    }

    private async Task<string> MembersAsync(Filter filter)
        => string.Join(' ', (await Ledger.Models.MembersAsync(new(Rows.App, "default:a", filter, [], 100), None)).Rows.Select(member => member.UserId));

    private async Task<string> UsersAsync(UserQuery query)
        => string.Join(' ', (await Ledger.Models.UsersAsync(query, None)).Select((UserResponse user) => user.Id));

    /// <summary>ann and ben are banned, cy is so in the shadow until long from now, and the ban of dan is over.</summary>
    private Task SaveUsersAsync()
    {
        DateTimeOffset later = new(2200, 1, 1, 0, 0, 0, TimeSpan.Zero);
        return Task.WhenAll(
            Save("ann", 1, user => user with { Name = "Ann Lee", Teams = ["red"], Banned = true }),
            Save("ben", 2, user => user with { Teams = ["red", "blue"], Banned = true, BanExpires = later, LastActive = Rows.Start.AddMinutes(10) }),
            Save("cy", 3, user => user with { Name = "Leo", Role = "admin", Teams = ["green"], ShadowBanned = true, BanExpires = later, LastActive = Rows.Start.AddMinutes(20) }),
            Save("dan", 4, user => user with { Custom = new("""{"color":"it's"}"""), Banned = true, ShadowBanned = true, BanExpires = DateTimeOffset.UnixEpoch }),
            Ledger.Models.SaveUserAsync(Entries.User("ann", app: "app-2"), None));

        Task Save(string id, int minutes, Func<UserResponse, UserResponse> change)
            => Ledger.Models.SaveUserAsync(Entries.User(id, minutes: minutes, change: change), None);
    }
}
