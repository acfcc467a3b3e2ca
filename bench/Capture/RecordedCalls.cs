using System.Runtime.CompilerServices;
using System.Text.Json;
using OrleansFrames.Bench.Capture.Cameras;
using OrleansFrames.Bench.Hosts;

namespace OrleansFrames.Bench.Capture;

/// <summary>The calls of a run: made, recorded, and read from the ledger.</summary>
internal sealed class RecordedCalls(SiloApi api, CaptureScene scene)
{
    private const int MostParticipants = 50;
    private const int Page = 1_000;

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private int Calls => (scene.Tracks + MostParticipants - 1) / MostParticipants;

    /// <summary>Starts the recordings, and waits until every track has a picture.</summary>
    public async Task StartAsync(ICameras cameras, Uri receiver, CancellationToken cancellationToken)
    {
        await api.SendAsync(
            "PATCH", "/app", new { event_hooks = new[] { new { hook_type = "webhook", webhook_url = receiver.ToString(), enabled = true } } }, cancellationToken);
        var recording = new { mode = "available", capture_interval_in_seconds = scene.Interval, quality = scene.Quality };
        for (var call = 0; call < Calls; call++)
        {
            var data = new { created_by_id = "bench", settings_override = new { frame_recording = recording } };
            await api.SendAsync("POST", Path(call), new { data }, cancellationToken);
        }

        for (var track = 0; track < scene.Tracks; track++)
        {
            var participant = new { user_id = $"user-{track}", ttl_seconds = 3_600, tracks = new[] { cameras.Track(track) } };
            await api.SendAsync("PUT", $"{Path(track % Calls)}/participants/session-{track}", participant, cancellationToken);
        }

        for (var call = 0; call < Calls; call++)
        {
            await api.SendAsync("POST", $"{Path(call)}/start_frame_recording", new { }, cancellationToken);
        }

        await WaitUntilAllAreCapturedAsync(cancellationToken);
    }

    /// <summary>The ticks that were due in a window, read when all of them are long settled.</summary>
    public async Task<CaptureAccount> AccountAsync(DateTimeOffset from, DateTimeOffset until, CancellationToken cancellationToken)
    {
        CaptureAccount account = new(scene, until - from);
        for (var call = 0; call < Calls; call++)
        {
            await foreach (var (due, tick) in RowsAsync(call, "ledger", "ticks", from, until, cancellationToken))
            {
                account.Add(due, tick);
            }
        }

        return account;
    }

    /// <summary>The pictures that were due in a window: whose, when they came, and where they are.</summary>
    public async IAsyncEnumerable<(string User, DateTimeOffset CapturedAt, Uri Url)> PicturesAsync(
        DateTimeOffset from, DateTimeOffset until, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var call = 0; call < Calls; call++)
        {
            await foreach (var (_, frame) in RowsAsync(call, "frames", "frames", from, until, cancellationToken))
            {
                yield return (frame.GetProperty("user_id").GetString()!, Time(frame, "captured_at"), new(frame.GetProperty("url").GetString()!));
            }
        }
    }

    private static string Path(int call) => $"/video/call/default/bench-{call}";

    private async Task WaitUntilAllAreCapturedAsync(CancellationToken cancellationToken)
    {
        var deadline = TimeProvider.System.GetUtcNow() + Patience + TimeSpan.FromSeconds(scene.Interval);
        while (true)
        {
            var captured = 0;
            for (var call = 0; call < Calls; call++)
            {
                var frames = await api.SendAsync("GET", $"{Path(call)}/frames?latest=true&limit=1000", null, cancellationToken);
                captured += frames.GetProperty("frames").GetArrayLength();
            }

            if (captured == scene.Tracks)
            {
                return;
            }

            if (TimeProvider.System.GetUtcNow() > deadline)
            {
                throw new InvalidOperationException($"Of {scene.Tracks} tracks only {captured} have a picture; the last ticks: {await LastTicksAsync(cancellationToken)}");
            }

            await Task.Delay(Poll, TimeProvider.System, cancellationToken);
        }
    }

    private async Task<string> LastTicksAsync(CancellationToken cancellationToken)
        => (await api.SendAsync("GET", $"{Path(0)}/ledger?account=false&limit=5", null, cancellationToken)).GetProperty("ticks").ToString();

    private async IAsyncEnumerable<(DateTimeOffset Due, JsonElement Row)> RowsAsync(
        int call, string list, string member, DateTimeOffset from, DateTimeOffset until, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var next = (string?)""; next is not null;)
        {
            var page = await api.SendAsync("GET", $"{Path(call)}/{list}?account=false&limit={Page}{next}", null, cancellationToken);
            next = page.TryGetProperty("next", out var cursor) && cursor.GetString() is { } text ? $"&next={Uri.EscapeDataString(text)}" : null;
            foreach (var row in page.GetProperty(member).EnumerateArray())
            {
                var due = Time(row, "due_at");
                if (due < from)
                {
                    // The newest come first.
                    yield break;
                }

                if (due < until)
                {
                    yield return (due, row);
                }
            }
        }
    }

    private static DateTimeOffset Time(JsonElement row, string member) => DateTimeOffset.UnixEpoch.AddTicks(row.GetProperty(member).GetInt64() / 100);
}
