using OrleansFrames.Api.Tests.Hosting;
using OrleansFrames.Delivery;

namespace OrleansFrames.Api.Tests.Endpoints;

[Collection(ApiSuite.Name)]
public sealed class DeliveryEndpointTests(ApiCluster cluster) : IAsyncLifetime
{
    private static readonly Guid First = Guid.Parse("018f0000-0000-7000-8000-000000000001");

    private ApiHost _host = null!;

    public async Task InitializeAsync() => _host = await ApiHost.StartAsync(cluster);

    public async Task DisposeAsync() => await _host.DisposeAsync();

    public static TheoryData<string, string> WrongRequests => new()
    {
        { "{}", "event_ids" },
        { """{"event_ids":[],"dead_since":1700000000000000000}""", "event_ids" },
        { """{"event_ids":["no-id"]}""", "event_ids[0]" },
        { """{"first_seq":5}""", "last_seq" },
        { """{"first_seq":5,"last_seq":4}""", "last_seq" },
        { """{"first_seq":0,"last_seq":4}""", "first_seq" },
        { """{"first_seq":"1","last_seq":4}""", "first_seq" },
        { """{"dead_since":"yesterday"}""", "dead_since" },
    };

    [Theory]
    [InlineData("/api/v2/events")]
    [InlineData("/api/v2/video/events")]
    public async Task Attempts_tell_what_became_of_an_event(string events)
    {
        var reply = await _host.SendAsync("GET", $"{events}/{First}/attempts");

        Assert.Equal(200, reply.Status);
        var delivery = reply.Json.GetProperty("deliveries")[0];
        Assert.Equal(("h1", "dead", 503), (delivery.GetProperty("hook_id").GetString(), delivery.GetProperty("state").GetString(), delivery.GetProperty("last_status").GetInt32()));
        Assert.Equal(Samples.Nanoseconds, delivery.GetProperty("ended_at").GetInt64());
        Assert.Equal([1, 2], delivery.GetProperty("failed").EnumerateArray().Select(failed => failed.GetProperty("attempt").GetInt32()));
    }

    [Fact]
    public async Task Attempts_of_what_is_no_event_are_not_found()
        => Assert.Equal((404, 16), Told(await _host.SendAsync("GET", "/api/v2/events/no-id/attempts")));

    [Fact]
    public async Task Replay_by_ids_range_and_time_reaches_the_grain()
    {
        var since = DateTimeOffset.UnixEpoch.AddSeconds(1_700_000_000);
        foreach (var (body, expected) in new (string, ReplayRequest)[]
        {
            ($$"""{"event_ids":["{{First}}"],"hook_id":"h1"}""", new("key", [First], null, null, null, "h1")),
            ("""{"first_seq":5,"last_seq":5000000000}""", new("key", null, 5, 5_000_000_000, null, null)),
            ("""{"dead_since":"2023-11-14T22:13:20Z"}""", new("key", null, null, null, since, null)),
        })
        {
            var reply = await _host.SendAsync("POST", "/api/v2/events/replay", body);

            Assert.Equal(201, reply.Status);
            Assert.Equal((3, false), (reply.Json.GetProperty("deliveries").GetInt32(), reply.Json.GetProperty("more").GetBoolean()));
            var received = cluster.Script.Received<ReplayRequest>("deliveries/key");
            Assert.Equal(expected.EventIds, received.EventIds);
            Assert.Equal(expected with { EventIds = null }, received with { EventIds = null });
        }
    }

    [Theory]
    [MemberData(nameof(WrongRequests))]
    public async Task Replay_without_one_clear_choice_is_refused(string body, string field)
    {
        var reply = await _host.SendAsync("POST", "/api/v2/events/replay", body);

        Assert.Equal((400, 4), Told(reply));
        Assert.True(reply.Json.GetProperty("exception_fields").TryGetProperty(field, out _), reply.Json.ToString());
    }

    private static (int Status, int Code) Told(Reply reply) => (reply.Status, reply.Json.GetProperty("code").GetInt32());
}
