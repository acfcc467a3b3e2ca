using System.Text;
using System.Text.Json;
using OrleansFrames.Bench.Hosts;
using OrleansFrames.Bench.Load;

namespace OrleansFrames.Bench.Api;

/// <summary>What is there while requests are measured: a full call that records all the time, and a call for each client to start and stop.</summary>
internal sealed class ApiScene(int port, int clients, int participants, int tracks, int interval, Uri camera)
{
    public const string FullCall = "full";

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan RecordingPatience = TimeSpan.FromSeconds(60);

    public static string ServerToken { get; } = Tokens.Server(SiloHost.Secret);

    /// <summary>The call that a client starts and stops.</summary>
    public static string CallOf(int client) => $"client-{client}";

    /// <summary>Every second client is a backend, the others are users of their own.</summary>
    public static string TokenOf(int client) => client % 2 == 0 ? ServerToken : Tokens.User(SiloHost.Secret, Host(client));

    public static string Path(string path) => $"/api/v2{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}api_key={SiloHost.ApiKey}";

    /// <summary>Makes calls, users and participants, and waits until the full call has pictures of all its tracks.</summary>
    public async Task MakeAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAll(Enumerable.Range(0, clients).Select(client => FillAsync(CallOf(client), Host(client), 1, cancellationToken)));
        await FillAsync(FullCall, "full-host", tracks, cancellationToken);
        using var http = await KeepAliveClient.ConnectAsync(port, cancellationToken);
        await SendAsync(http, "POST", $"/video/call/default/{FullCall}/start_frame_recording", new { }, cancellationToken);
        var deadline = TimeProvider.System.GetUtcNow() + RecordingPatience;
        while (await PicturesAsync(http, cancellationToken) < tracks)
        {
            if (TimeProvider.System.GetUtcNow() > deadline)
            {
                throw new InvalidOperationException($"Not all {tracks} tracks have a picture after {RecordingPatience.TotalSeconds} s.");
            }

            await Task.Delay(Poll, TimeProvider.System, cancellationToken);
        }
    }

    /// <summary>How many pictures the full call has, at most 1,000.</summary>
    public async Task<int> PicturesAsync(CancellationToken cancellationToken)
    {
        using var http = await KeepAliveClient.ConnectAsync(port, cancellationToken);
        return await PicturesAsync(http, cancellationToken);
    }

    private static string Host(int client) => $"host-{client}";

    private static async Task<int> PicturesAsync(KeepAliveClient http, CancellationToken cancellationToken)
        => (await SendAsync(http, "GET", $"/video/call/default/{FullCall}/frames?limit=1000", null, cancellationToken)).GetProperty("frames").GetArrayLength();

    private async Task FillAsync(string call, string host, int withTracks, CancellationToken cancellationToken)
    {
        using var http = await KeepAliveClient.ConnectAsync(port, cancellationToken);
        await SendAsync(http, "POST", "/users", new { users = new Dictionary<string, object> { [host] = new { id = host, role = "admin", name = host } } }, cancellationToken);
        var recording = new { mode = "available", capture_interval_in_seconds = interval, quality = "360p" };
        var data = new { created_by_id = host, settings_override = new { frame_recording = recording } };
        await SendAsync(http, "POST", $"/video/call/default/{call}", new { data }, cancellationToken);
        for (var i = 0; i < participants; i++)
        {
            object[] published = i < withTracks ? [new { track_type = "TRACK_TYPE_VIDEO", url = camera }] : [];
            var participant = new { user_id = $"{call}-user-{i}", tracks = published };
            await SendAsync(http, "PUT", $"/video/call/default/{call}/participants/session-{i}", participant, cancellationToken);
        }
    }

    private static async Task<JsonElement> SendAsync(KeepAliveClient http, string method, string path, object? body, CancellationToken cancellationToken)
    {
        var json = body is null ? null : JsonSerializer.Serialize(body);
        var (status, answer) = await http.SendAsync(KeepAliveClient.Request(method, Path(path), ServerToken, json), cancellationToken);
        return status is 200 or 201
            ? JsonDocument.Parse(answer.ToArray()).RootElement
            : throw new InvalidOperationException($"{method} {path}: {status} {Encoding.UTF8.GetString(answer.Span)}");
    }
}
