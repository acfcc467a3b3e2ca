using OrleansFrames.CallTypes;
using OrleansFrames.Delivery;
using OrleansFrames.Ledger;
using OrleansFrames.Users;

namespace OrleansFrames.Apps;

internal sealed partial class AppGrain(
    [PersistentState("app", StorageNames.Frames)] IPersistentState<AppState> stored,
    IOutbox outbox,
    TimeProvider clock) : Grain, IAppGrain
{
    private string App => GrainKeys.Parts(this.GetPrimaryKeyString())[0];

    private AppSettings Settings => new(stored.State.EventHooks, stored.State.CdnExpirationSeconds) { Access = AppGrants.Shown(stored.State.Access) };

    /// <summary>A crash may have come between the grain's write and the hook table's.</summary>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
        => stored.RecordExists ? outbox.SaveHooksAsync(App, stored.State.EventHooks, cancellationToken) : Task.CompletedTask;

    public Task<AppSettings> GetAsync(CancellationToken cancellationToken) => Task.FromResult(Settings);

    public async Task<Outcome<AppSettings>> UpdateAsync(AppUpdate update, CancellationToken cancellationToken)
    {
        var refusal = AppRules.CheckUrlLife(update.CdnExpirationSeconds)
            ?? AppAccessRules.Check(update.Access, clock.GetUtcNow())
            ?? (update.EventHooks is { } given ? HookRules.Check(given) : null);
        if (refusal is not null)
        {
            return refusal;
        }

        var before = stored.State;
        var hooks = update.EventHooks is { } list
            ? AppRules.Next(before.EventHooks, list, clock.GetUtcNow(), () => Guid.NewGuid().ToString())
            : before.EventHooks;
        await stored.SaveAsync(
            before with
            {
                EventHooks = hooks,
                CdnExpirationSeconds = update.CdnExpirationSeconds ?? before.CdnExpirationSeconds,
                Access = AppAccessRules.Next(before.Access, update.Access),
            },
            cancellationToken);
        await outbox.SaveHooksAsync(App, hooks, cancellationToken);
        foreach (var id in before.EventHooks.Concat(hooks).Select(hook => hook.Id).Distinct())
        {
            await GrainFactory.GetHook(App, id).ReloadAsync(cancellationToken);
        }

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
