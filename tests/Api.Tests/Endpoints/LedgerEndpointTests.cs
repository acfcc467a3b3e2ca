using System.Text.Json;
using OrleansFrames.Api.Tests.Hosting;
using OrleansFrames.Ledger;

namespace OrleansFrames.Api.Tests.Endpoints;

[Collection(ApiSuite.Name)]
public sealed class LedgerEndpointTests(ApiCluster cluster) : IAsyncLifetime
{
    private ApiHost _host = null!;

    public async Task InitializeAsync() => _host = await ApiHost.StartAsync(cluster);

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Theory]
    [InlineData("", null, null, false, 100, null)]
    [InlineData("?egress_id=e1&user_id=anna&limit=1000&next=abc&latest=true", "e1", "anna", true, 1_000, "abc")]
    [InlineData("?egress_id=&latest=false", null, null, false, 100, null)]
    public async Task Queries_reach_the_ledger(string query, string? egress, string? user, bool latest, int limit, string? next)
    {
        foreach (var (kind, captured) in new[] { ("frames", true), ("ledger", false) })
        {
            var id = $"q{query.Length}";
            Assert.Equal(200, (await _host.SendAsync("GET", $"/api/v2/video/call/default/{id}/{kind}{query}")).Status);
            Assert.Equal(
                new TickQuery("key", $"default:{id}", egress, user, captured, latest, limit, next),
                cluster.Script.Received<TickQuery>($"ticks/default:{id}"));
        }
    }

    [Fact]
    public async Task Rows_carry_the_ledgers_members_and_the_url()
    {
        var frames = (await _host.SendAsync("GET", "/api/v2/video/call/default/rows/frames")).Json.GetProperty("frames");
        Assert.Equal(
            "app bytes call_cid captured_at clock due_at egress_id event_id height late mode object_key outcome provisional sha256 stored_at "
                + "tick track_key track_type url user_id user_session_id width",
            string.Join(' ', frames[0].EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal)));
        Assert.Equal(("captured", "TRACK_TYPE_VIDEO"), (Text(frames[0], "outcome"), Text(frames[0], "track_type")));
        Assert.Equal(Samples.Captured.Url, Text(frames[0], "url"));
        Assert.Equal(("failed", "no_keyframe", "TRACK_TYPE_SCREEN_SHARE"), (Text(frames[1], "outcome"), Text(frames[1], "reason"), Text(frames[1], "track_type")));
        Assert.False(frames[1].TryGetProperty("url", out _));
    }

    [Theory]
    [InlineData("", 2, 3)]
    [InlineData("?egress_id=e1", 1, 2)]
    [InlineData("?egress_id=e1&user_id=bert", 1, 1)]
    public async Task The_account_is_narrowed_to_what_was_asked(string query, int egresses, int outcomes)
    {
        var ledger = (await _host.SendAsync("GET", $"/api/v2/video/call/default/account/ledger{query}")).Json;
        Assert.Equal((egresses, outcomes), (ledger.GetProperty("egresses").GetArrayLength(), ledger.GetProperty("outcomes").GetArrayLength()));
        var segment = ledger.GetProperty("egresses")[0].GetProperty("segments")[0];
        Assert.Equal((0, 3, 720), (Number(segment, "first_tick"), Number(segment, "interval_seconds"), Number(segment, "short_side")));
    }

    [Fact]
    public async Task Without_the_account_only_ticks_are_answered()
    {
        var ledger = (await _host.SendAsync("GET", "/api/v2/video/call/default/noaccount/ledger?latest=true&account=false")).Json;
        Assert.Equal("duration next ticks", string.Join(' ', ledger.EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal)));
        Assert.Equal(["account"], (await _host.SendAsync("GET", "/api/v2/video/call/default/noaccount/ledger?account=no")).Fields);
    }

    [Fact]
    public async Task Recordings_of_the_app_are_listed()
    {
        var rows = (await _host.SendAsync("GET", "/api/v2/egresses?limit=7")).Json.GetProperty("egresses");
        Assert.Equal(7, cluster.Script.Received<int>("egresses/key"));
        Assert.Equal("call_cid egress_id session_id started_at status", string.Join(' ', rows[0].EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal)));
        Assert.Equal(("e0", "failed", "store"), (Text(rows[1], "egress_id"), Text(rows[1], "status"), Text(rows[1], "reason")));
        Assert.Equal(Samples.Nanoseconds, rows[1].GetProperty("started_at").GetInt64());
        Assert.Equal(["limit"], (await _host.SendAsync("GET", "/api/v2/egresses?limit=1001")).Fields);
        Assert.Equal(401, (await _host.SendAsync(ApiHost.Request("GET", "/api/v2/egresses", token: "garbage"))).Status);
    }

    [Fact]
    public async Task A_cursor_that_is_none_is_refused()
    {
        cluster.Script.Refuse("ticks/default:cursor", Refusal.Input("next", "is no cursor of ours"));
        var reply = await _host.SendAsync("GET", "/api/v2/video/call/default/cursor/frames?next=x");
        Assert.Equal(400, reply.Status);
        Assert.Equal(["next"], reply.Fields);
    }

    [Fact]
    public async Task Events_come_with_their_bodies_and_a_place_to_go_on()
    {
        var answer = (await _host.SendAsync("GET", "/api/v2/events?after_seq=6&limit=2")).Json;
        Assert.Equal((6L, 2), cluster.Script.Received<(long, int)>("events/key"));
        Assert.Equal(8, Number(answer, "next_after_seq"));
        Assert.Equal("call.frame_recording_started", Text(answer.GetProperty("events")[0].GetProperty("payload"), "type"));
        Assert.False(answer.GetProperty("events")[1].TryGetProperty("payload", out _));
        Assert.Equal(9, Number((await _host.SendAsync("GET", "/api/v2/events?after_seq=9")).Json, "next_after_seq"));
    }

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();

    private static int Number(JsonElement element, string name) => element.GetProperty(name).GetInt32();
}
