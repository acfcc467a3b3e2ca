using OrleansFrames.Calls;
using OrleansFrames.Ledger.Queries;
using static OrleansFrames.Ledger.Queries.FilterOperator;

namespace OrleansFrames.Grains.Tests.Calls;

public sealed class CallParticipantsTests(FramesCluster cluster) : IClassFixture<FramesCluster>
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly CallOfTest _call = cluster.NewCall();

    public static TheoryData<string, string> Filters => new()
    {
        { "all", "alice bob carol" },
        { "user", "bob" },
        { "users", "alice carol" },
        { "video", "alice bob" },
        { "screen", "bob" },
        { "any track", "alice bob" },
        { "audio", "" },
        { "nor", "carol" },
        { "or", "alice carol" },
    };

    [Theory]
    [MemberData(nameof(Filters))]
    public async Task Participants_Filter_FindsWhoFits(string filter, string found)
    {
        await _call.MadeAsync();
        await _call.PutAsync("alice", Books.Camera);
        cluster.Clock.Advance(TimeSpan.FromSeconds(1));
        await _call.PutAsync("bob", Books.Camera, Books.Screen);
        cluster.Clock.Advance(TimeSpan.FromSeconds(1));
        await _call.PutAsync("carol");

        var page = await QueryAsync(Of(filter));

        Assert.Equal(found, string.Join(' ', page.Participants.Select(one => one.User.Id)));
        Assert.Equal(page.Participants.Count, page.Total);
        Assert.Equal((_call.Cid, 3), (page.State.Call.Cid, page.State.Call.Session!.Participants.Count));
    }

    [Fact]
    public async Task Participants_MoreThanAskedFor_AreCounted()
    {
        await _call.MadeAsync();
        await _call.PutAsync("alice");
        cluster.Clock.Advance(TimeSpan.FromSeconds(1));
        await _call.PutAsync("bob");
        var page = await QueryAsync(Filter.All, limit: 1);
        Assert.Equal(("alice", 2), (Assert.Single(page.Participants).User.Id, page.Total));
    }

    [Fact]
    public async Task Participants_NoSession_AreNone()
    {
        await _call.MadeAsync();
        var page = await QueryAsync(Filter.All);
        Assert.Equal((0, 0), (page.Participants.Count, page.Total));
    }

    [Fact]
    public async Task Participants_NoCall_IsNotFound()
        => Assert.Equal(RefusalKind.NotFound, (await _call.Grain.QueryParticipantsAsync(Filter.All, 10, None)).Refusal!.Kind);

    private static Filter Of(string name) => name switch
    {
        "user" => Filter.Of("user_id", Equal, FilterValue.Of("bob")),
        "users" => Filter.Of("user_id", In, FilterValue.Of("alice"), FilterValue.Of("carol")),
        "video" => Filter.Of("published_tracks", Equal, FilterValue.Of("TRACK_TYPE_VIDEO")),
        "screen" => Filter.Of("published_tracks", Equal, FilterValue.Of("screen_share")),
        "any track" => Filter.Of("published_tracks", In, FilterValue.Of("video"), FilterValue.Of("TRACK_TYPE_SCREEN_SHARE")),
        "audio" => Filter.Of("published_tracks", Equal, FilterValue.Of("TRACK_TYPE_AUDIO")),
        "nor" => Filter.Join(Nor, Of("video"), Of("user")),
        "or" => Filter.Join(Or, Filter.Of("user_id", Equal, FilterValue.Of("alice")), Of("nor")),
        _ => Filter.All,
    };

    private async Task<ParticipantPage> QueryAsync(Filter filter, int limit = 10)
    {
        var outcome = await _call.Grain.QueryParticipantsAsync(filter, limit, None);
        Assert.Null(outcome.Refusal);
        return outcome.Value!;
    }
}
