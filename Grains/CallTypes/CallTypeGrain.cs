using OrleansFrames.Apps;
using OrleansFrames.Storage;

namespace OrleansFrames.CallTypes;

internal sealed class CallTypeGrain(
    [PersistentState("calltype", StorageNames.Frames)] IPersistentState<CallTypeState> stored,
    TimeProvider clock) : Grain, ICallTypeGrain
{
    private IAppGrain App => GrainFactory.GetApp(GrainKeys.Parts(this.GetPrimaryKeyString())[0]);

    private string Name => GrainKeys.Parts(this.GetPrimaryKeyString())[1];

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (!stored.RecordExists && BuiltInCallTypes.Contains(Name))
        {
            await stored.SaveAsync(New(), cancellationToken);
        }
    }

    public Task<Outcome<CallTypeResponse>> GetAsync(CancellationToken cancellationToken) => Task.FromResult(Answer());

    public async Task<Outcome<CallTypeResponse>> CreateAsync(CallTypeUpdate request, CancellationToken cancellationToken)
    {
        if (stored.RecordExists)
        {
            return Refusal.Input("name", $"call type {Name} exists already");
        }

        // Listed first: what exists is then never missing in the list, and what is listed and does not exist is passed over.
        return await App.AddCallTypeAsync(Name, cancellationToken) is { } refusal ? refusal : await SaveAsync(New(), request, cancellationToken);
    }

    public async Task<Refusal?> DeleteAsync(CancellationToken cancellationToken)
    {
        if (!stored.RecordExists)
        {
            return Answer().Refusal;
        }

        if (BuiltInCallTypes.Contains(Name))
        {
            return Refusal.Input("name", $"call type {Name} is built in and cannot be deleted");
        }

        await stored.ClearStateAsync(cancellationToken);
        await App.RemoveCallTypeAsync(Name, cancellationToken);
        return null;
    }

    public Task<Outcome<CallTypeResponse>> UpdateAsync(CallTypeUpdate update, CancellationToken cancellationToken)
        => stored.RecordExists ? SaveAsync(stored.State, update, cancellationToken) : Task.FromResult(Answer());

    private async Task<Outcome<CallTypeResponse>> SaveAsync(CallTypeState state, CallTypeUpdate update, CancellationToken cancellationToken)
    {
        var settings = update.Settings is { } over ? CallSettings.Overlay(state.Settings, over, "settings") : state.Settings;
        if (settings.Refusal is { } refusal)
        {
            return refusal;
        }

        var notifications = update.NotificationSettings is { } named
            ? CallSettings.OverlayFields(state.NotificationSettings, named, "notification_settings")
            : state.NotificationSettings;
        if (notifications.Refusal is { } wrong)
        {
            return wrong;
        }

        if (update.ExternalStorage is { Length: > 0 } storage && await App.FindStorageAsync(storage, cancellationToken) is null)
        {
            return StorageRules.Missing(storage);
        }

        await stored.SaveAsync(
            state with
            {
                Settings = settings.Value,
                Grants = GrantMap.Merge(state.Grants, update.Grants),
                NotificationSettings = notifications.Value,
                ExternalStorage = update.ExternalStorage ?? state.ExternalStorage,
                UpdatedAt = clock.GetUtcNow(),
            },
            cancellationToken);
        return Answer();
    }

    private CallTypeState New()
    {
        var now = clock.GetUtcNow();
        return new()
        {
            CreatedAt = now,
            UpdatedAt = now,
            Settings = BuiltInCallTypes.Settings(Name),
            Grants = BuiltInGrants.Of(Name),
            NotificationSettings = BuiltInCallTypes.NotificationSettings,
        };
    }

    private Outcome<CallTypeResponse> Answer()
    {
        var state = stored.State;
        return stored.RecordExists
            ? new CallTypeResponse(
                Name, state.CreatedAt, state.UpdatedAt, state.Grants, state.Settings, state.NotificationSettings, state.ExternalStorage)
            : Refusal.NotFound($"{Name}: call type does not exist");
    }
}
