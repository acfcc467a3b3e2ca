using Microsoft.Extensions.Logging;
using OrleansFrames.CallTypes;
using OrleansFrames.Json;
using OrleansFrames.Ledger;

namespace OrleansFrames.Calls;

internal sealed partial class CallGrain(
    [PersistentState("call", StorageNames.Frames)] IPersistentState<CallBook> stored,
    IEventLedger ledger,
    ICaptureBeats beats,
    IReadModels models,
    TimeProvider clock,
    ILogger<CallGrain> log) : Grain, ICallGrain, IRemindable, IDisposable
{
    private string[] Key => GrainKeys.Parts(this.GetPrimaryKeyString().Replace(":", "/", StringComparison.Ordinal));

    private string App => Key[0];

    private string Cid => $"{Key[1]}:{Key[2]}";

    private CallViews Views => new(GrainFactory, App, Key[1], Key[2]);

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _book = stored.RecordExists ? stored.State : null;
        _reminded = _book?.Egress is not null;
        if (_book is not null)
        {
            Work();
        }

        return Task.CompletedTask;
    }

    public async Task<Outcome<CallState>> GetOrCreateAsync(GetOrCreateCall request, CancellationToken cancellationToken)
    {
        if (_book is not null)
        {
            return await Views.StateAsync(_book, created: false, cancellationToken);
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
            Members = [.. request.Members.Select(member => new CallMember(
                member.UserId, member.Role ?? "call_member", member.Custom ?? RawJson.EmptyObject, now, now))],
        };
        await ChangeAsync(_ => made, _ => [new(EventDraft.Created, Call: true)], cancellationToken);
        await TryFlushAsync(cancellationToken);
        return await Views.StateAsync(_book!, created: true, cancellationToken);
    }

    public async Task<Outcome<CallState>> GetAsync(CancellationToken cancellationToken)
        => _book is { } book ? await Views.StateAsync(book, created: false, cancellationToken) : Missing();

    public Task<Outcome<CallState>> UpdateAsync(CallUpdate request, CancellationToken cancellationToken) => AnswerAsync(
        book =>
        {
            var settings = request.SettingsOverride is { } over
                ? CallSettings.Overlay(book.Settings, over, "settings_override")
                : book.Settings;
            var now = clock.GetUtcNow();
            return settings.Refusal is { } refusal
                ? refusal
                : EgressMachine.Retime(
                    book with
                    {
                        Settings = settings.Value,
                        Custom = request.Custom ?? book.Custom,
                        StartsAt = request.StartsAt ?? book.StartsAt,
                        UpdatedAt = now,
                    },
                    now);
        },
        _ => [],
        cancellationToken);

    public async Task<Outcome<CallState>> PutParticipantAsync(ParticipantRequest request, CancellationToken cancellationToken)
    {
        if (_book is null)
        {
            return Missing();
        }

        if (SourceRules.Check(request) is { } refusal)
        {
            return refusal;
        }

        var user = await GrainFactory.GetUser(App, request.UserId).EnsureAsync(cancellationToken);
        var before = _book;
        var answer = await AnswerAsync(
            book => Participation.Put(book, request, request.Role ?? user.Role, App, Cid, clock.GetUtcNow(), NewId),
            Arrivals,
            cancellationToken);
        if (answer.Refusal is null && (Find(before, request.UserSessionId) is null || !user.Online))
        {
            await SetPresenceAsync(request.UserId, request.UserSessionId, online: true, cancellationToken);
        }

        await TryFlushAsync(cancellationToken);
        return answer;
    }

    public async Task<Outcome<CallState>> RemoveParticipantAsync(string userSessionId, CancellationToken cancellationToken)
    {
        if (_book is null)
        {
            return Missing();
        }

        if (!await LeaveAsync(userSessionId, reason: null, _ => true, cancellationToken))
        {
            return Refusal.NotFound($"Can't find participant with user session id {userSessionId}");
        }

        await TryFlushAsync(cancellationToken);
        return await Views.StateAsync(_book, created: false, cancellationToken);
    }

    public async Task<Outcome<CallState>> StartFrameRecordingAsync(StartFrameRecording request, CancellationToken cancellationToken)
    {
        var egressId = NewId();
        if (_book is { } book && EgressMachine.Start(book, request, egressId, clock.GetUtcNow()).Refusal is { } refusal)
        {
            return refusal;
        }

        if (_book is null)
        {
            return Missing();
        }

        _starting = true;
        try
        {
            await RemindAsync();
            return await AnswerAsync(
                book => EgressMachine.Start(book, request, egressId, clock.GetUtcNow()),
                change => [new(EventDraft.RecordingStarted, Call: true) { EgressId = change.After.Egress!.EgressId }],
                cancellationToken);
        }
        finally
        {
            _starting = false;
            Work();
        }
    }

    public Task<Outcome<CallState>> StopFrameRecordingAsync(CancellationToken cancellationToken)
        => AnswerAsync(book => EgressMachine.Stop(book, App, Cid, clock.GetUtcNow()), _ => [], cancellationToken);

    public Task ReviveAsync(string egressId, IReadOnlyList<string> trackKeys, CancellationToken cancellationToken)
    {
        if (_book?.Egress?.EgressId == egressId && _book.Egress.Status is not (EgressStatus.Idle or EgressStatus.Failed))
        {
            foreach (var track in trackKeys)
            {
                _sent.Remove(track);
            }

            Work();
            return Task.CompletedTask;
        }

        return beats.RemoveAsync(egressId, trackKeys, cancellationToken);
    }

    public void Dispose() => _gate.Dispose();

    private static string NewId() => Guid.NewGuid().ToString();

    /// <summary>What putting a participant makes known: a new session, a new participant.</summary>
    private static IReadOnlyList<EventDraft> Arrivals(CallChange change)
    {
        var session = change.After.Session!;
        var before = change.Before?.LiveSession();
        EventDraft[] opened = before is null ? [new(EventDraft.SessionStarted, Call: true) { SessionId = session.Id }] : [];
        var joined = session.Participants.Where(one => before?.Participants.All(old => old.UserSessionId != one.UserSessionId) ?? true);
        return [.. opened, .. joined.Select(one => new EventDraft(EventDraft.Joined) { SessionId = session.Id, Participant = one })];
    }

    private Refusal Missing() => Refusal.NotFound($"Can't find call with id {Cid}");

    private async Task<Outcome<CallState>> AnswerAsync(
        Func<CallBook, Outcome<CallBook>> change, Func<CallChange, IReadOnlyList<EventDraft>> events, CancellationToken cancellationToken)
    {
        if (_book is null)
        {
            return Missing();
        }

        var refusal = await ChangeAsync(book => change(book!), events, cancellationToken);
        return refusal is null ? await Views.StateAsync(_book, created: false, cancellationToken) : refusal;
    }
}
