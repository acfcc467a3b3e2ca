using System.Text.Json;
using OrleansFrames.Delivery;
using OrleansFrames.Json;

namespace OrleansFrames.Apps;

/// <summary>The app's hooks: those of its list, and those of GetStream's older fields.</summary>
internal sealed partial class AppGrain
{
    private const string CheckSqsType = "check_sqs";
    private const string CheckHookType = "check_event_hook";

    public async Task DisableHookAsync(string hookId, CancellationToken cancellationToken)
    {
        var state = stored.State;
        if (Hooks(state).Any(hook => hook.Id == hookId && hook.Enabled))
        {
            await SaveHooksAsync(
                state with
                {
                    EventHooks = [.. state.EventHooks.Select(hook => hook.Id == hookId ? hook with { Enabled = false } : hook)],
                    LegacyWebhook = state.LegacyWebhook is { } webhook && webhook.Id == hookId ? webhook with { Enabled = false } : state.LegacyWebhook,
                    LegacySqs = state.LegacySqs is { } sqs && sqs.Id == hookId ? sqs with { Enabled = false } : state.LegacySqs,
                },
                cancellationToken);
        }
    }

    public async Task<Outcome<DeliveryResult>> CheckSqsAsync(LegacyHookFields fields, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (LegacyHooks.Sqs(stored.State.LegacySqs, fields, now) is not { SqsQueueUrl.Length: > 0 } hook)
        {
            return Refusal.Input("sqs_url", "is required: the app has none of its own");
        }

        if (LegacyHooks.Check(hook) is { } refusal)
        {
            return refusal;
        }

        return await SendTestAsync(hook, CheckSqsType, now, cancellationToken);
    }

    public async Task<Outcome<DeliveryResult>> CheckHookAsync(EventHook hook, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var meant = AppRules.Next(stored.State.EventHooks, [hook], now, () => CheckHookType)[0];
        return HookRules.Check(meant, field => field) is { } refusal ? refusal : await SendTestAsync(meant, CheckHookType, now, cancellationToken);
    }

    private Task<DeliveryResult> SendTestAsync(EventHook hook, string type, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var payload = JsonSerializer.Serialize(new { Type = type, CreatedAt = now }, FramesJson.Rfc3339);
        return GrainFactory.GetDelivery().SendAsync(
            new(hook, App, Guid.NewGuid(), type, payload, null, null, TimeSpan.Zero, 1, stored.State.CompressHookPayloads), cancellationToken);
    }

    private static EventHook[] Hooks(AppState state) => [.. state.EventHooks, .. LegacyHooks.Active(state)];

    /// <summary>Why the hooks cannot be as the update has them; null when they can.</summary>
    /// <param name="next">The state with the update's hooks.</param>
    private Refusal? WhyNot(AppUpdate update, out AppState next)
    {
        var now = clock.GetUtcNow();
        var before = stored.State;
        next = before with
        {
            EventHooks = update.EventHooks is { } list
                ? AppRules.Next(before.EventHooks, list, now, () => Guid.NewGuid().ToString())
                : before.EventHooks,
            LegacyWebhook = LegacyHooks.Webhook(before.LegacyWebhook, update.LegacyHooks, now),
            LegacySqs = LegacyHooks.Sqs(before.LegacySqs, update.LegacyHooks, now),
            CompressHookPayloads = update.CompressHookPayloads ?? before.CompressHookPayloads,
        };
        return (update.EventHooks is null ? null : HookRules.Check(next.EventHooks)) ?? (update.LegacyHooks is null ? null : LegacyHooks.Check(next));
    }

    private async Task SaveHooksAsync(AppState next, CancellationToken cancellationToken)
    {
        var before = Hooks(stored.State);
        await stored.SaveAsync(next, cancellationToken);
        var hooks = Hooks(next);
        await outbox.SaveHooksAsync(App, hooks, cancellationToken);
        foreach (var id in before.Concat(hooks).Select(hook => hook.Id).Distinct())
        {
            await GrainFactory.GetHook(App, id).ReloadAsync(cancellationToken);
        }
    }
}
