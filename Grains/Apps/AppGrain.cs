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
        Access = AppGrants.Shown(stored.State.Access),
    };

    /// <summary>A crash may have come between the grain's write and the hook table's.</summary>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
        => stored.RecordExists ? outbox.SaveHooksAsync(App, Hooks(stored.State), cancellationToken) : Task.CompletedTask;

    public Task<AppSettings> GetAsync(CancellationToken cancellationToken) => Task.FromResult(Settings);

    public async Task<Outcome<AppSettings>> UpdateAsync(AppUpdate update, CancellationToken cancellationToken)
    {
        var refusal = WhyNot(update, out var next)
            ?? AppRules.CheckUrlLife(update.CdnExpirationSeconds)
            ?? AppAccessRules.Check(update.Access, clock.GetUtcNow());
        if (refusal is not null)
        {
            return refusal;
        }

        next = next with
        {
            CdnExpirationSeconds = update.CdnExpirationSeconds ?? next.CdnExpirationSeconds,
            Access = AppAccessRules.Next(next.Access, update.Access),
        };
        await SaveHooksAsync(next, cancellationToken);
        return Settings;
    }

    public async Task<Refusal?> CheckAsync(RightsRequest request, CancellationToken cancellationToken)
    {
        if (request.Actor.IsServer)
        {
            return null;
        }

        var user = await ActingUser.FindAsync(GrainFactory, App, request.Actor, cancellationToken);
        if (user.WhyNot() is { } refusal)
        {
            return refusal;
        }

        var granted = request.Actor.IsUnchecked ? Granted.Everything() : new(AppGrants.Of(stored.State.Access), [user.Role], isOwner: false);
        if (request.ServersOnly || Permissions.OfApp(request.Action) is not { } permission || !granted.Allows(permission))
        {
            return user.NotAllowed(request.Action, ".app");
        }

        await user.EnsureAsync(GrainFactory, App, cancellationToken);
        return null;
    }
}
