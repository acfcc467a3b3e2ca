using System.Text.Json;
using OrleansFrames.Apps;
using OrleansFrames.Calls;
using OrleansFrames.Capture;
using OrleansFrames.Delivery;
using OrleansFrames.Json;

namespace OrleansFrames.Silo.Quickstart;

/// <summary>Sets up what the command line asks for: hook, users, call, participants, and a recording that runs.</summary>
internal sealed class Recording(IGrainFactory grains, ISecretBox secrets, string app, string callId)
{
    private const string CallType = "default";

    public string Cid => $"{CallType}:{callId}";

    private ICallGrain Call => grains.GetCall(app, CallType, callId);

    /// <exception cref="InvalidOperationException">Something is refused; the message says what.</exception>
    public async Task StartAsync(IReadOnlyList<CameraSource> sources, QuickstartOptions options, CancellationToken cancellationToken)
    {
        RawJson settings = new(JsonSerializer.Serialize(
            new { FrameRecording = new { Mode = "available", CaptureIntervalInSeconds = options.IntervalSeconds, options.Quality } }, FramesJson.Rfc3339));
        Accept(await Call.GetOrCreateAsync(new("quickstart", null, [], settings, null, null, null), cancellationToken));
        Accept(await Call.UpdateAsync(new(settings, null, null), cancellationToken));
        await RemoveOthersAsync(sources, cancellationToken);
        foreach (var source in sources)
        {
            await grains.GetUser(app, source.Id).UpsertAsync(new(source.Id) { Name = source.Name }, cancellationToken);
            PublishedTrack camera = new(TrackType.Video, new TrackSource(source.Url).Sealed(secrets, app), Muted: false);
            Accept(await Call.PutParticipantAsync(new(source.Id, source.Id, null, null, [camera]), cancellationToken));
        }

        if ((await Call.GetAsync(cancellationToken)).Value!.Call.Egress.FrameRecording is null)
        {
            Accept(await Call.StartFrameRecordingAsync(new((string?)null), cancellationToken));
        }
    }

    /// <summary>Sends the app's events to a URL from now on; the app's other hooks stay as they are.</summary>
    /// <exception cref="InvalidOperationException">The hook is refused; the message says why.</exception>
    public async Task HookAsync(string id, string url, CancellationToken cancellationToken)
        => await UpdateHooksAsync(id, [new(id, HookRules.Webhook, Enabled: true, [], "", url, null, null, null)], cancellationToken);

    public async Task UnhookAsync(string id, CancellationToken cancellationToken) => await UpdateHooksAsync(id, [], cancellationToken);

    /// <summary>Ends the recording; one that does not run stays so.</summary>
    public async Task StopAsync(CancellationToken cancellationToken) => await Call.StopFrameRecordingAsync(cancellationToken);

    /// <summary>A call of an earlier run may still have cameras that are not named any more.</summary>
    private async Task RemoveOthersAsync(IReadOnlyList<CameraSource> sources, CancellationToken cancellationToken)
    {
        var named = sources.Select(source => source.Id).ToHashSet();
        var state = await Call.GetAsync(cancellationToken);
        foreach (var participant in state.Value?.Call.Session?.Participants ?? [])
        {
            if (!named.Contains(participant.UserSessionId))
            {
                await Call.RemoveParticipantAsync(participant.UserSessionId, cancellationToken);
            }
        }
    }

    private async Task UpdateHooksAsync(string id, IReadOnlyList<EventHook> instead, CancellationToken cancellationToken)
    {
        var grain = grains.GetApp(app);
        var others = (await grain.GetAsync(cancellationToken)).EventHooks.Where(hook => hook.Id != id);
        Accept(await grain.UpdateAsync(new([.. others, .. instead], null), cancellationToken));
    }

    private static void Accept<T>(Outcome<T> outcome) => Accept(outcome.Refusal);

    private static void Accept(Refusal? refusal)
    {
        if (refusal is not null)
        {
            throw new InvalidOperationException(refusal.Message);
        }
    }
}
