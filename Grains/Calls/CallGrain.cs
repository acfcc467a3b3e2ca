using Microsoft.Extensions.Logging;
using OrleansFrames.CallTypes;
using OrleansFrames.Json;
using OrleansFrames.Ledger;
using OrleansFrames.Moderation;

namespace OrleansFrames.Calls;

internal sealed partial class CallGrain(
    [PersistentState("call", StorageNames.Frames)] IPersistentState<CallBook> stored,
    IEventLedger ledger,
    ICaptureBeats beats,
    IReadModels models,
    TimeProvider clock,
    ILogger<CallGrain> log) : Grain, ICallGrain, IRemindable, IDisposable
{
    private readonly CancellationTokenSource _ending = new();

    private string[] Key => GrainKeys.Parts(this.GetPrimaryKeyString().Replace(":", "/", StringComparison.Ordinal));

    private string App => Key[0];

    private string Cid => $"{Key[1]}:{Key[2]}";

    private CallViews Views => new(GrainFactory, App, Key[1], Key[2]);

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _book = stored.RecordExists ? stored.State : null;
        _reminded = _book?.Egress is null ? false : null;
        if (_book is not null)
        {
            Work();
        }

        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => _ending.CancelAsync();

    public async Task<Outcome<CallState>> GetOrCreateAsync(GetOrCreateCall request, CancellationToken cancellationToken)
    {
        if (_book is { DeletedAt: null })
        {
            return await Views.StateAsync(_book, created: false, cancellationToken);
        }

        if (_book is { IsErased: false })
        {
            return Refusal.Input(_book.IsErasing
                ? $"call {Cid} is being erased; its id is free in a moment"
                : $"call {Cid} was deleted; its id is free again when it has been deleted with hard: true");
        }

        if (request.CreatedBy is null && string.IsNullOrEmpty(request.CreatedById))
        {
            return Refusal.Input("data.created_by_id", "either data.created_by or data.created_by_id is required when using server side auth");
        }

        var type = await GrainFactory.GetCallType(App, Key[1]).GetAsync(cancellationToken);
        if (type.Value is not { } callType)
        {
            return type.Refusal!;
        }

        var settings = request.SettingsOverride is { } over
            ? CallSettings.Overlay(callType.Settings, over, "data.settings_override")
            : callType.Settings;
        if (settings.Refusal is { } refusal)
        {
            return refusal;
        }

        var creator = request.CreatedBy is { } user
            ? await GrainFactory.GetUser(App, user.Id).UpsertAsync(user, cancellationToken)
            : await GrainFactory.GetUser(App, request.CreatedById!).EnsureAsync(cancellationToken);
        if (Admission.WhyNot(creator) is { } banned)
        {
            return banned;
        }

        var now = clock.GetUtcNow();
        CallBook made = new()
        {
            CreatedById = creator.Id,
            CreatedAt = now,
            UpdatedAt = now,
            StartsAt = request.StartsAt,
            Team = request.Team,
            Custom = request.Custom ?? RawJson.EmptyObject,
            Settings = settings.Value,
            ExternalStorage = callType.ExternalStorage,
            Members = Membership.Put([], request.Members, now),
        };
        await StepAsync(_ => new CallStep(made, [new(EventDraft.Created, Call: true)]), cancellationToken);
        await TryFlushAsync(cancellationToken);
        return await Views.StateAsync(_book!, created: true, cancellationToken);
    }

    public async Task<Outcome<CallState>> GetAsync(CancellationToken cancellationToken)
        => _book is { DeletedAt: null } book ? await Views.StateAsync(book, created: false, cancellationToken) : Missing();

    public async Task<Outcome<CallState>> UpdateAsync(CallUpdate request, CancellationToken cancellationToken)
    {
        var answer = await AnswerAsync(book => Update(book, request), cancellationToken);
        await TryFlushAsync(cancellationToken);
        return answer;
    }

    public void Dispose()
    {
        _gate.Dispose();
        _flushing.Dispose();
        _stops.Dispose();
        _ending.Dispose();
    }

    private static string NewId() => Guid.NewGuid().ToString();

    private Outcome<CallStep> Update(CallBook book, CallUpdate request)
    {
        var settings = request.SettingsOverride is { } over ? CallSettings.Overlay(book.Settings, over, "settings_override") : book.Settings;
        if (settings.Refusal is { } refusal)
        {
            return refusal;
        }

        var now = clock.GetUtcNow();
        var updated = book with
        {
            Settings = settings.Value,
            Custom = request.Custom ?? book.Custom,
            StartsAt = request.StartsAt ?? book.StartsAt,
            UpdatedAt = now,
        };
        var obeying = EgressMachine.Obey(AutoOn.Switch(book, updated), App, Cid, now);
        return new CallStep(AutoOn.Start(obeying, NewId, now), [new(EventDraft.Updated, Call: true)]);
    }

    private Refusal Missing() => Refusal.NotFound($"Can't find call with id {Cid}");

    private async Task<Outcome<CallState>> AnswerAsync(Func<CallBook, Outcome<CallStep>> change, CancellationToken cancellationToken)
        => await ChangeFoundAsync(change, cancellationToken) is { } refusal ? refusal : await Views.StateAsync(_book!, created: false, cancellationToken);

    /// <summary>Changes a call that must be there.</summary>
    private async Task<Refusal?> ChangeFoundAsync(Func<CallBook, Outcome<CallStep>> change, CancellationToken cancellationToken)
    {
        // Looked at again when it is its turn: the call may have been deleted meanwhile.
        return _book is { DeletedAt: null }
            ? await StepAsync(book => book!.DeletedAt is null ? change(book) : Missing(), cancellationToken)
            : Missing();
    }
}
