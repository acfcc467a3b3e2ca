using OrleansFrames.Bench.Hosts;
using OrleansFrames.Bench.Load;

namespace OrleansFrames.Bench.Api;

/// <summary>What is there while requests are measured: a full call that records all the time, and a call for each client to start and stop.</summary>
internal sealed class ApiScene(int port, int clients, int participants, int tracks, int interval, Uri camera)
{
    public const string FullCall = "full";

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan RecordingPatience = TimeSpan.FromSeconds(60);

    /// <summary>The call that a client starts and stops.</summary>
    public static string CallOf(int client) => $"client-{client}";

    /// <summary>Every second client is a backend, the others are users of their own.</summary>
    public static string TokenOf(int client) => client % 2 == 0 ? SiloApi.ServerToken : Tokens.User(SiloHost.Secret, Host(client));

    /// <summary>Makes calls, users and participants, and waits until the full call has pictures of all its tracks.</summary>
    public async Task MakeAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAll(Enumerable.Range(0, clients).Select(client => FillAsync(CallOf(client), Host(client), 1, cancellationToken)));
        await FillAsync(FullCall, "full-host", tracks, cancellationToken);
        using var api = await SiloApi.ConnectAsync(port, cancellationToken);
        await api.SendAsync("POST", $"/video/call/default/{FullCall}/start_frame_recording", new { }, cancellationToken);
        var deadline = TimeProvider.System.GetUtcNow() + RecordingPatience;
        while (await PicturesAsync(api, cancellationToken) < tracks)
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
        using var api = await SiloApi.ConnectAsync(port, cancellationToken);
        return await PicturesAsync(api, cancellationToken);
    }

    private static string Host(int client) => $"host-{client}";

    private static async Task<int> PicturesAsync(SiloApi api, CancellationToken cancellationToken)
        => (await api.SendAsync("GET", $"/video/call/default/{FullCall}/frames?limit=1000", null, cancellationToken)).GetProperty("frames").GetArrayLength();

    private async Task FillAsync(string call, string host, int withTracks, CancellationToken cancellationToken)
    {
        using var api = await SiloApi.ConnectAsync(port, cancellationToken);
        await api.SendAsync("POST", "/users", new { users = new Dictionary<string, object> { [host] = new { id = host, role = "admin", name = host } } }, cancellationToken);
        var recording = new { mode = "available", capture_interval_in_seconds = interval, quality = "360p" };
        var data = new { created_by_id = host, settings_override = new { frame_recording = recording } };
        await api.SendAsync("POST", $"/video/call/default/{call}", new { data }, cancellationToken);
        for (var i = 0; i < participants; i++)
        {
            object[] published = i < withTracks ? [new { track_type = "TRACK_TYPE_VIDEO", url = camera }] : [];
            var participant = new { user_id = $"{call}-user-{i}", tracks = published };
            await api.SendAsync("PUT", $"/video/call/default/{call}/participants/session-{i}", participant, cancellationToken);
        }
    }
}
