using System.Text.Json;
using OrleansFrames.Capture;
using OrleansFrames.Json;

namespace OrleansFrames.EndToEnd.Tests.Hosts;

/// <summary>A call of a test, made and read through the API.</summary>
internal sealed class Call(ApiClient api, string id)
{
    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(30);

    public string Cid => $"default:{id}";

    private string Path => $"video/call/default/{id}";

    public static async Task<Call> MakeAsync(ApiClient api, string id, int interval, string quality = "720p")
    {
        Call call = new(api, id);
        await api.SendAsync(HttpMethod.Post, call.Path, new
        {
            Data = new
            {
                CreatedById = "tester",
                SettingsOverride = new { FrameRecording = new { Mode = "available", CaptureIntervalInSeconds = interval, Quality = quality } },
            },
        });
        return call;
    }

    public static Task HookAsync(ApiClient api, string url) => api.SendAsync(
        HttpMethod.Patch, "app", new { EventHooks = new[] { new { HookType = "webhook", Enabled = true, WebhookUrl = url } } });

    /// <summary>Changes the call's frame recording settings.</summary>
    public Task ChangeAsync(object frameRecording)
        => api.SendAsync(HttpMethod.Patch, Path, new { SettingsOverride = new { FrameRecording = frameRecording } });

    public Task PutAsync(string user, string url, bool muted = false) => PutAsync(user, (TrackType.Video, url, muted));

    /// <summary>Says which tracks a user publishes now: what is not named is unpublished.</summary>
    public Task PutAsync(string user, params (TrackType Type, string Url, bool Muted)[] tracks) => api.SendAsync(
        HttpMethod.Put,
        $"{Path}/participants/{user}",
        new { UserId = user, Tracks = tracks.Select(track => new { TrackType = track.Type, track.Url, track.Muted }) });

    /// <summary>Starts recording, and waits until the ledger knows of it: the answer comes before.</summary>
    public async Task StartAsync()
    {
        await api.SendAsync(HttpMethod.Post, $"{Path}/start_frame_recording");
        await Patience.UntilAsync(async () => await FindEgressAsync() is { EndedAt: null }, Enough, () => "the ledger to know the recording");
    }

    public Task StopAsync() => api.SendAsync(HttpMethod.Post, $"{Path}/stop_frame_recording");

    /// <summary>Every tick of the call, in the order of their due times.</summary>
    public async Task<IReadOnlyList<Tick>> TicksAsync()
    {
        List<Tick> ticks = [];
        for (var next = ""; next is not null;)
        {
            var page = await api.SendAsync(HttpMethod.Get, $"{Path}/ledger?limit=1000" + (next.Length > 0 ? $"&next={Uri.EscapeDataString(next)}" : ""));
            ticks.AddRange(page.GetProperty("ticks").Deserialize<List<Tick>>(FramesJson.Nanoseconds)!);
            next = page.TryGetProperty("next", out var cursor) ? cursor.GetString() : null;
        }

        return [.. ticks.OrderBy(tick => tick.DueAt)];
    }

    public async Task<Egress> EgressAsync() => (await FindEgressAsync())!;

    private async Task<Egress?> FindEgressAsync()
    {
        var account = await api.SendAsync(HttpMethod.Get, $"{Path}/ledger?limit=1");
        return account.GetProperty("egresses").Deserialize<List<Egress>>(FramesJson.Nanoseconds)!.LastOrDefault();
    }

    /// <summary>Waits until the recording is over and its receiver has every captured picture.</summary>
    public async Task DrainAsync(HookReceiver receiver)
    {
        await Patience.UntilAsync(
            async () => (await EgressAsync()).EndedAt is not null, Enough, () => "the recording to end");
        var captured = (await TicksAsync()).Where(tick => tick.Outcome == TickOutcome.Captured).Select(tick => tick.EventId!.Value).ToHashSet();
        await Patience.UntilAsync(
            () => Task.FromResult(captured.IsSubsetOf(receiver.Events.Keys)),
            Enough,
            () => $"the receiver to have all of {captured.Count} pictures; it has {receiver.Ready.Count}");
    }
}
