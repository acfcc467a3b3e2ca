using OrleansFrames.Ledger;
using OrleansFrames.Ledger.Queries;

namespace OrleansFrames.Silo.Tests.Ledger;

public abstract partial class LedgerSuite
{
    /// <summary>Fields to sort by, a falling one with a minus, and the order of the calls then.</summary>
    public static TheoryData<string, string> Orders => new()
    {
        { "", "e d c b a" },
        { "created_at", "a b c d e" },
        { "-updated_at", "e d c b a" },
        { "id", "a b c d e" },
        { "-id", "e d c b a" },
        { "cid", "a c e b d" },
        { "type", "a c e b d" },
        { "-type", "d b e c a" },
        { "type -id", "e c a d b" },
        { "-type id", "b d a c e" },
        { "starts_at", "a e d b c" },
        { "-starts_at", "c b d e a" },
        { "starts_at -created_at", "e d a b c" },
        { "-ended_at created_at", "b a c d e" },
        { "team id", "b d e a c" },
        { "created_by_user_id -id", "e d c b a" },
    };

    [Theory]
    [MemberData(nameof(Orders))]
    public async Task Calls_Sorted_ComeInThatOrderInPagesOfAnySizeAndBack(string sort, string order)
    {
        await SaveSortedCallsAsync();
        var query = Listing(Filter.All) with { Sort = [.. sort.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Sort)] };
        Assert.Equal(order, InOrder(await Ledger.Models.CallsAsync(query, [], None)));
        foreach (var size in (int[])[1, 2, 3, 5])
        {
            var pages = await WalkAsync(query with { Limit = size });
            Assert.Equal(order, string.Join(' ', pages.Select(InOrder)));
            Assert.All(pages.SkipLast(1), page => Assert.Equal(size, page.Rows.Count));
        }
    }

    [Fact]
    public async Task Pages_CallsComeAndGoMeanwhile_NoneOfTheOthersIsMissedOrSeenTwice()
    {
        await SaveSortedCallsAsync();
        var query = Listing(Filter.All, limit: 2) with { Sort = [new("id", false)] };
        var first = await Ledger.Models.CallsAsync(query, [], None);
        await Ledger.Models.SaveCallAsync(Entries.Call("livestream:b", revision: 2) with { Deleted = true }, None);
        await Ledger.Models.SaveCallAsync(Entries.Call("default:aa"), None);
        await Ledger.Models.SaveCallAsync(Entries.Call("default:cc"), None);

        var second = await Ledger.Models.CallsAsync(query with { Next = first.Next }, [], None);

        Assert.Equal("c cc", InOrder(second));
        Assert.Equal("a aa", InOrder(await Ledger.Models.CallsAsync(query with { Prev = second.Prev }, [], None)));
    }

    [Fact]
    public async Task Page_FirstAndLast_SayThatNothingIsBeyond()
    {
        await SaveSortedCallsAsync();
        var all = await Ledger.Models.CallsAsync(Listing(Filter.All, limit: 5), [], None);
        Assert.Equal((null, null), (all.Next, all.Prev));
        var none = await Ledger.Models.CallsAsync(Listing(Is("id", "x")), [], None);
        Assert.Equal((0, null, null), (none.Rows.Count, none.Next, none.Prev));
        var first = await Ledger.Models.CallsAsync(Listing(Filter.All, limit: 4), [], None);
        Assert.Null(first.Prev);
        var last = await Ledger.Models.CallsAsync(Listing(Filter.All, limit: 4) with { Next = first.Next }, [], None);
        Assert.Equal(("a", null), (InOrder(last), last.Next));
        var back = await Ledger.Models.CallsAsync(Listing(Filter.All, limit: 4) with { Prev = last.Prev }, [], None);
        Assert.Equal((InOrder(first), null), (InOrder(back), back.Prev));
    }

    [Theory]
    [InlineData("")]
    [InlineData("!")]
    [InlineData("e30")]
    [InlineData("bnVsbA")]
    [InlineData("WzEsMiwzXQ")]
    [InlineData("WyJ4IiwxLCJkZWZhdWx0OmEiXQ")]
    public async Task CallCursor_NotOneOfOurs_IsRefused(string cursor)
    {
        await Assert.ThrowsAsync<FormatException>(() => Ledger.Models.CallsAsync(Listing(Filter.All) with { Next = cursor }, [], None));
        await Assert.ThrowsAsync<FormatException>(() => Ledger.Models.CallsAsync(Listing(Filter.All) with { Prev = cursor }, [], None));
    }

    [Fact]
    public async Task CallCursor_OfAnotherList_IsRefused()
    {
        await SaveSortedCallsAsync();
        var query = Listing(Filter.All, limit: 1);
        var cursor = (await Ledger.Models.CallsAsync(query, [], None)).Next;
        Assert.NotNull(cursor);
        CallQuery[] others =
        [
            query with { Filter = Is("type", "default") },
            query with { Sort = [new("id", true)] },
            query with { App = "app-2" },
            query with { Viewer = new(new("ann")) },
        ];
        foreach (var other in others)
        {
            await Assert.ThrowsAsync<FormatException>(() => Ledger.Models.CallsAsync(other with { Next = cursor }, ["default"], None));
        }

        MemberQuery members = new(Rows.App, "default:a", Filter.All, [], 1, cursor);
        await Assert.ThrowsAsync<FormatException>(() => Ledger.Models.MembersAsync(members, None));

        // Another size of pages is the same list.
        Assert.Equal("d c", InOrder(await Ledger.Models.CallsAsync(query with { Next = cursor, Limit = 2 }, [], None)));
    }

    private static SortBy Sort(string by) => new(by.TrimStart('-'), by.StartsWith('-'));

    private static string InOrder(EntryPage<CallEntry> page) => string.Join(' ', page.Rows.Select(entry => entry.Call.Id));

    /// <summary>All pages to the end; going back from there must give the same ones.</summary>
    private async Task<List<EntryPage<CallEntry>>> WalkAsync(CallQuery query)
    {
        List<EntryPage<CallEntry>> pages = [await Ledger.Models.CallsAsync(query, [], None)];
        while (pages[^1].Next is { } next)
        {
            pages.Add(await Ledger.Models.CallsAsync(query with { Next = next }, [], None));
        }

        for (var i = pages.Count - 1; i > 0; i--)
        {
            var before = await Ledger.Models.CallsAsync(query with { Prev = pages[i].Prev }, [], None);
            Assert.Equal(InOrder(pages[i - 1]), InOrder(before));
            Assert.NotNull(before.Next);
        }

        Assert.Null(pages[0].Prev);
        return pages;
    }

    private Task SaveSortedCallsAsync()
    {
        CallEntry[] calls =
        [
            Entries.Call("default:a", minutes: 1, team: "red"),
            Entries.Call("livestream:b", minutes: 2, startsIn: 5, endedIn: 9),
            Entries.Call("default:c", minutes: 3, startsIn: 7, team: "red"),
            Entries.Call("livestream:d", minutes: 4),
            Entries.Call("default:e", minutes: 5),
        ];
        return Task.WhenAll(calls.Select(call => Ledger.Models.SaveCallAsync(call, None)));
    }
}
