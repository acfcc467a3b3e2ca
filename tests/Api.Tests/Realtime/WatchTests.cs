using System.Net.WebSockets;
using OrleansFrames.Api.Tests.Hosting;

namespace OrleansFrames.Api.Tests.Realtime;

/// <summary>What a connected client is told.</summary>
[Collection(ApiSuite.Name)]
public sealed class WatchTests(ApiCluster cluster) : IAsyncLifetime
{
    private const string Note = "call.updated";

    private ApiHost _host = null!;

    public async Task InitializeAsync() => _host = await ApiHost.StartAsync(cluster, options => options.EventPollMilliseconds = 20);

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Theory]
    [InlineData("GET", "/video/call/default/{0}", null)]
    [InlineData("GET", "/api/v2/video/call/default/{0}", null)]
    [InlineData("POST", "/video/call/default/{0}", "{}")]
    public async Task A_call_that_a_client_asks_for_is_watched(string method, string path, string? body)
    {
        var (seen, other) = (NewId(), NewId());
        await using var client = await Client.ConnectAsync(_host, "known-1");
        await AskAsync(_host, "known-1", method, string.Format(null, path, seen), client.Id, body);
        cluster.Script.Happen($"default:{other}", Note);
        cluster.Script.Happen($"default:{seen}", Note, ""","egress_id":"e1" """);
        var told = await client.NextAsync(Note);
        Assert.Equal(
            $$"""{"type":"call.updated","call_cid":"default:{{seen}}","created_at":"2026-01-02T03:04:05Z","egress_id":"e1" }""", told.GetRawText());
    }

    [Theory]
    [InlineData("{\"watch\":true,\"limit\":91}", true)]
    [InlineData("{\"limit\":92}", false)]
    public async Task Calls_of_a_query_are_watched_if_it_says_so(string body, bool watched)
    {
        var mark = NewId();
        await using var client = await Client.ConnectAsync(_host, "known-1");
        await AskAsync(_host, "known-1", "GET", $"/video/call/default/{mark}", client.Id);
        await AskAsync(_host, "known-1", "POST", "/video/calls", client.Id, body);

        // The one call that the fake answers.
        cluster.Script.Happen("default:c", Note);
        cluster.Script.Happen($"default:{mark}", Note);
        Assert.Equal(watched ? "default:c" : $"default:{mark}", (await client.NextAsync(Note)).GetProperty("call_cid").GetString());
    }

    [Fact]
    public async Task An_id_of_a_connection_counts_for_its_own_user_alone()
    {
        var (stolen, forged, mark) = (NewId(), NewId(), NewId());
        await using var client = await Client.ConnectAsync(_host, "known-1");
        await AskAsync(_host, "known-2", "GET", $"/video/call/default/{stolen}", client.Id);
        await AskAsync(_host, "known-1", "GET", $"/video/call/default/{forged}", $"{client.Id[..^2]}xx");
        await AskAsync(_host, "known-1", "GET", $"/video/call/default/{forged}", "nonsense");
        await AskAsync(_host, "known-1", "GET", $"/video/call/default/{mark}", client.Id);
        cluster.Script.Happen($"default:{stolen}", Note);
        cluster.Script.Happen($"default:{forged}", Note);
        cluster.Script.Happen($"default:{mark}", Note);
        Assert.Equal($"default:{mark}", (await client.NextAsync(Note)).GetProperty("call_cid").GetString());
    }

    [Fact]
    public async Task A_request_that_another_host_answers_is_watched_by_the_one_that_holds_the_connection()
    {
        await using var other = await ApiHost.StartAsync(cluster);
        var id = NewId();
        await using var client = await Client.ConnectAsync(_host, "known-1");
        await AskAsync(other, "known-1", "GET", $"/video/call/default/{id}", client.Id);
        cluster.Script.Happen($"default:{id}", Note);
        Assert.Equal($"default:{id}", (await client.NextAsync(Note)).GetProperty("call_cid").GetString());
    }

    [Fact]
    public async Task Members_are_told_of_their_calls_without_watching_if_they_may_read_them()
    {
        var (secret, open) = (NewId(), NewId());
        cluster.Script.Answer($"call/key/default:{secret}", _ => Refusal.NotAllowed("no"));
        await using var client = await Client.ConnectAsync(_host, "known-1");
        cluster.Script.Happen($"default:{secret}", "call.created", ""","members":[{"user_id":"known-1"}]""");
        cluster.Script.Happen($"default:{NewId()}", "call.created", ""","members":[{"user_id":"known-2"}]""");
        cluster.Script.Happen($"default:{open}", "call.created", ""","members":[{"user_id":"known-2"},{"user_id":"known-1"}]""");
        Assert.Equal($"default:{open}", (await client.NextAsync("call.created")).GetProperty("call_cid").GetString());
    }

    [Fact]
    public async Task Who_is_blocked_is_told_that_and_nothing_more()
    {
        var (id, mark) = (NewId(), NewId());
        await using var client = await Client.ConnectAsync(_host, "known-1");
        await AskAsync(_host, "known-1", "GET", $"/video/call/default/{id}", client.Id);
        await AskAsync(_host, "known-1", "GET", $"/video/call/default/{mark}", client.Id);
        cluster.Script.Answer($"call/key/default:{id}", _ => Refusal.NotAllowed("User 'known-1' is blocked from the call"));
        cluster.Script.Happen($"default:{id}", "call.blocked_user", ""","user":{"id":"known-1"}""");
        cluster.Script.Happen($"default:{id}", Note);
        cluster.Script.Happen($"default:{id}", Note);
        cluster.Script.Happen($"default:{mark}", Note);
        await client.NextAsync("call.blocked_user");
        Assert.Equal($"default:{mark}", (await client.NextAsync(Note)).GetProperty("call_cid").GetString());
    }

    [Fact]
    public async Task Nothing_is_lost_while_the_ledger_cannot_be_read()
    {
        var id = NewId();
        await using var client = await Client.ConnectAsync(_host, "known-1");
        await AskAsync(_host, "known-1", "GET", $"/video/call/default/{id}", client.Id);
        var failures = 0;
        cluster.Script.Fail("news", () =>
        {
            Interlocked.Increment(ref failures);
            return new TimeoutException();
        });
        cluster.Script.Happen($"default:{id}", Note);
        await Eventually.IsAsync(() => Task.FromResult(Volatile.Read(ref failures) > 1), "the ledger to be asked in vain");
        cluster.Script.Mend("news");
        await client.NextAsync(Note);
    }

    [Fact]
    public async Task Health_checks_are_answered_and_come_by_themselves()
    {
        await using var host = await ApiHost.StartAsync(cluster, options => options.HealthCheckSeconds = 30);
        await using var client = await Client.ConnectAsync(host, "known-1");
        await client.SendAsync("nonsense");
        await client.SendAsync("""[{"type":"health.check","client_id":"known-1--1"}]""");
        var health = await client.NextAsync("health.check");
        Assert.Equal(client.Id, health.GetProperty("connection_id").GetString());
        Assert.Equal("{}", health.GetProperty("custom").GetRawText());
        await using var eager = await ApiHost.StartAsync(cluster, options => options.HealthCheckSeconds = 1);
        await using var silent = await Client.ConnectAsync(eager, "known-1");
        await silent.NextAsync("health.check");
    }

    [Fact]
    public async Task A_message_without_end_ends_the_connection()
    {
        await using var client = await Client.ConnectAsync(_host, "known-1");
        await client.SendAsync(new string('a', 70_000));
        await client.ClosedAsync();
        Assert.Equal(WebSocketCloseStatus.MessageTooBig, client.CloseStatus);
    }

    [Fact]
    public async Task A_host_that_stops_says_goodbye_and_clients_may_come_back()
    {
        await using var host = await ApiHost.StartAsync(cluster);
        await using var client = await Client.ConnectAsync(host, "known-1");
        var stopping = host.StopAsync();
        await client.ClosedAsync();
        Assert.Equal(WebSocketCloseStatus.EndpointUnavailable, client.CloseStatus);
        await stopping.WaitAsync(TimeSpan.FromSeconds(30));
    }

    private static string NewId() => Guid.NewGuid().ToString("N");

    private static async Task AskAsync(ApiHost host, string user, string method, string path, string connectionId, string? body = null)
    {
        var reply = await host.SendAsync(ApiHost.Request(method, $"{path}?user_id={user}&connection_id={connectionId}", body, Client.TokenOf(user)));
        Assert.True(reply.Status is 200 or 201, reply.Text);
    }
}
