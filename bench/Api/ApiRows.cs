using System.Text.Json;
using OrleansFrames.Bench.Hosts;
using OrleansFrames.Bench.Load;

namespace OrleansFrames.Bench.Api;

/// <summary>The requests whose speed is shown.</summary>
internal static class ApiRows
{
    private const string Start = "start";
    private const string Stop = "stop";
    private const string GetCall = "get_call";
    private const string ListFrames = "list_frames";
    private const string UpsertUser = "upsert_user";
    private const double MostMilliseconds = 50;
    private const int UsersOfClient = 200;

    // A recording that was stopped is over when its tracks are; until then there is no room for another.
    private const int NotOver = 400;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    public static BenchOffer Offer { get; } = new([Start, Stop, GetCall, ListFrames, UpsertUser], new Dictionary<string, string>(SiloDatabase.Options)
    {
        ["--clients"] = "16",
        ["--participants"] = "100",
        ["--tracks"] = "50",
        ["--interval"] = "10",
        ["--warm-up"] = "10",
        ["--seconds"] = "5",
        ["--runs"] = "3",
    });

    public static IEnumerable<ApiRow> All =>
    [
        new([Start, Stop], StartAndStopAsync, _ => KeepAliveClient.Request("GET", SiloApi.Path("/video/call/default/none"), SiloApi.ServerToken), Commits: true)
        {
            Limit = MostMilliseconds,
        },
        Reading(GetCall, $"/video/call/default/{ApiScene.FullCall}"),
        Reading(ListFrames, $"/video/call/default/{ApiScene.FullCall}/frames"),
        new([UpsertUser], UpsertAsync, _ => Upsert(0), Commits: true),
    ];

    /// <summary>A server's request: it may list frames.</summary>
    private static ApiRow Reading(string name, string path)
    {
        var request = KeepAliveClient.Request("GET", SiloApi.Path(path), SiloApi.ServerToken);
        return new([name], (_, loop, cancellationToken) => loop.SendAsync(name, request, mayBe: 0, cancellationToken), _ => request, Commits: false);
    }

    private static async Task StartAndStopAsync(int client, ClientLoop loop, CancellationToken cancellationToken)
    {
        while (await loop.SendAsync(Start, Recording(client, "start_frame_recording"), NotOver, cancellationToken) == NotOver)
        {
            await Task.Delay(Pause, TimeProvider.System, cancellationToken);
        }

        await loop.SendAsync(Stop, Recording(client, "stop_frame_recording"), mayBe: 0, cancellationToken);
        await Task.Delay(Pause, TimeProvider.System, cancellationToken);
    }

    private static byte[] Recording(int client, string verb) => KeepAliveClient.Request(
        "POST", SiloApi.Path($"/video/call/default/{ApiScene.CallOf(client)}/{verb}"), ApiScene.TokenOf(client), "{}");

    private static Task<int> UpsertAsync(int client, ClientLoop loop, CancellationToken cancellationToken)
        => loop.SendAsync(UpsertUser, Upsert((client * UsersOfClient) + Random.Shared.Next(UsersOfClient)), mayBe: 0, cancellationToken);

    private static byte[] Upsert(int user)
    {
        var id = $"user-{user}";
        var users = new Dictionary<string, object> { [id] = new { id, name = $"User {user}", image = $"https://example.com/{id}.png", custom = new { team = "blue" } } };
        return KeepAliveClient.Request("POST", SiloApi.Path("/users"), SiloApi.ServerToken, JsonSerializer.Serialize(new { users }));
    }
}
