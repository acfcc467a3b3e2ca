using OrleansFrames.CallTypes;
using OrleansFrames.Ledger;
using OrleansFrames.Users;

namespace OrleansFrames.Apps;

internal sealed partial class AppGrain(
    [PersistentState("app", StorageNames.Frames)] IPersistentState<AppState> stored,
    IOutbox outbox,
    TimeProvider clock) : Grain, IAppGrain
{
    private string App => GrainKeys.Parts(this.GetPrimaryKeyString())[0];

    private AppSettings Settings => new(stored.State.EventHooks, stored.State.CdnExpirationSeconds)
    {
        LegacyWebhook = stored.State.LegacyWebhook,
        LegacySqs = stored.State.LegacySqs,
        CompressHookPayloads = stored.State.CompressHookPayloads,
    };

    /// <summary>A crash may have come between the grain's write and the hook table's.</summary>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
        => stored.RecordExists ? outbox.SaveHooksAsync(App, Hooks(stored.State), cancellationToken) : Task.CompletedTask;

    public Task<AppSettings> GetAsync(CancellationToken cancellationToken) => Task.FromResult(Settings);

    public async Task<Outcome<AppSettings>> UpdateAsync(AppUpdate update, CancellationToken cancellationToken)
    {
        var refusal = WhyNot(update, out var next) ?? AppRules.CheckUrlLife(update.CdnExpirationSeconds);
        if (refusal is not null)
        {
            return refusal;
        }

        await SaveHooksAsync(next with { CdnExpirationSeconds = update.CdnExpirationSeconds ?? next.CdnExpirationSeconds }, cancellationToken);
        return Settings;
    }

    public async Task<Refusal?> CheckAsync(RightsRequest request, CancellationToken cancellationToken)
    {
        if (request.Actor.UserId is not { } userId)
        {
            return null;
        }

        var user = await ActingUser.FindAsync(GrainFactory, App, userId, cancellationToken);
        if (user.WhyBanned() is { } banned)
        {
            return banned;
        }

        Granted granted = new(AppGrants.Default, [user.Role], isOwner: false);
        if (request.ServersOnly || Permissions.OfApp(request.Action) is not { } permission || !granted.Allows(permission))
        {
            return user.NotAllowed(request.Action, ".app");
        }

        await user.EnsureAsync(GrainFactory, App, cancellationToken);
        return null;
    }
}
