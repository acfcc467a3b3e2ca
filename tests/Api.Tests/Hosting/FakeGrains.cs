using OrleansFrames.Apps;
using OrleansFrames.Calls;
using OrleansFrames.CallTypes;
using OrleansFrames.Capture;
using OrleansFrames.Delivery;
using OrleansFrames.Json;
using OrleansFrames.Ledger;
using OrleansFrames.Ledger.Queries;
using OrleansFrames.Moderation;
using OrleansFrames.Storage;
using OrleansFrames.Users;

namespace OrleansFrames.Api.Tests.Hosting;

internal sealed class FakeAppGrain(GrainScript script) : Grain, IAppGrain
{
    public Task<AppSettings> GetAsync(CancellationToken cancellationToken)
    {
        script.Note(this.GetPrimaryKeyString(), GrainScript.GetsSettings);
        return Task.FromResult(Samples.App with { Access = script.Access(this.GetPrimaryKeyString()) });
    }

    public Task<Outcome<AppSettings>> UpdateAsync(AppUpdate update, CancellationToken cancellationToken)
        => Task.FromResult(script.Note(this.GetPrimaryKeyString(), update) is { } refusal
            ? (Outcome<AppSettings>)refusal
            : new AppSettings(update.EventHooks ?? [], 1_209_600) { Access = script.Access(this.GetPrimaryKeyString()) });

    public Task DisableHookAsync(string hookId, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<Outcome<DeliveryResult>> CheckSqsAsync(LegacyHookFields fields, CancellationToken cancellationToken)
        => Task.FromResult(script.Note(this.GetPrimaryKeyString(), fields) is { } refusal
            ? (Outcome<DeliveryResult>)refusal
            : fields.SqsUrl == "http://good/q" ? new DeliveryResult(DeliveryVerdict.Delivered, 200) : new DeliveryResult(DeliveryVerdict.Retry, 403, "no"));

    public Task<Outcome<DeliveryResult>> CheckHookAsync(EventHook hook, CancellationToken cancellationToken)
        => Task.FromResult(script.Note(this.GetPrimaryKeyString(), hook) is { } refusal
            ? (Outcome<DeliveryResult>)refusal
            : hook.WebhookUrl == "http://good/" ? new DeliveryResult(DeliveryVerdict.Delivered, 200) : new DeliveryResult(DeliveryVerdict.Retry, 500, "no"));

    public async Task<IReadOnlyList<CallTypeResponse>> ListCallTypesAsync(CancellationToken cancellationToken)
        => [(await GrainFactory.GetCallType(GrainKeys.Parts(this.GetPrimaryKeyString())[0], "default").GetAsync(cancellationToken)).Value!];

    public Task<Refusal?> AddCallTypeAsync(string name, CancellationToken cancellationToken) => Task.FromResult<Refusal?>(null);

    public Task RemoveCallTypeAsync(string name, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<IReadOnlyList<RoleResponse>> ListRolesAsync(CancellationToken cancellationToken)
        => Task.FromResult<IReadOnlyList<RoleResponse>>([Samples.Role("usher")]);

    public Task<Outcome<RoleResponse>> CreateRoleAsync(string name, CancellationToken cancellationToken)
        => Task.FromResult(script.Note(this.GetPrimaryKeyString(), name) is { } refusal ? (Outcome<RoleResponse>)refusal : Samples.Role(name));

    public Task<Refusal?> DeleteRoleAsync(string name, CancellationToken cancellationToken)
        => Task.FromResult(script.Note(this.GetPrimaryKeyString(), name));

    public Task<IReadOnlyList<ExternalStorage>> ListStoragesAsync(CancellationToken cancellationToken)
        => Task.FromResult<IReadOnlyList<ExternalStorage>>([Samples.Storage, Samples.Storage with { Name = "other", Type = StorageType.Azure }]);

    public Task<ExternalStorage?> FindStorageAsync(string name, CancellationToken cancellationToken) => Task.FromResult<ExternalStorage?>(null);

    public Task<Refusal?> CreateStorageAsync(ExternalStorage storage, CancellationToken cancellationToken)
        => Task.FromResult(script.Note($"storage/{storage.Name}", storage));

    public Task<Outcome<ExternalStorage>> UpdateStorageAsync(ExternalStorage storage, CancellationToken cancellationToken)
        => Task.FromResult(script.Note($"storage/{storage.Name}", storage) is { } refusal ? (Outcome<ExternalStorage>)refusal : storage);

    public Task<Refusal?> DeleteStorageAsync(string name, CancellationToken cancellationToken) => Task.FromResult(script.Note($"storage/{name}", "delete"));

    public Task<Refusal?> CheckAsync(RightsRequest request, CancellationToken cancellationToken)
        => Task.FromResult<Refusal?>(request.ServersOnly ? Refusal.NotAllowed($"not allowed to {request.Actor.UserId}: {request.Action}") : null);
}

internal sealed class FakeStorageCheckGrain(GrainScript script) : Grain, IStorageCheckGrain
{
    public Task<Outcome<string>> CheckAsync(string app, string name, CancellationToken cancellationToken)
        => Task.FromResult(script.Note($"check/{app}/{name}", "check") is { } refusal ? (Outcome<string>)refusal : "http://bucket/stream-1.md?sig=1");
}

internal sealed class FakeUserGrain(GrainScript script) : Grain, IUserGrain
{
    private string Id => GrainKeys.Parts(this.GetPrimaryKeyString())[1];

    public Task<UserResponse?> GetAsync(CancellationToken cancellationToken)
    {
        script.Note(this.GetPrimaryKeyString(), "get");
        return Task.FromResult(Id == "moderator" ? Samples.User(Id) with { Role = "moderator" } : Id.StartsWith("known", StringComparison.Ordinal) ? Samples.User(Id) : null);
    }

    public Task<UserResponse> UpsertAsync(UserRequest request, CancellationToken cancellationToken)
    {
        script.Note(this.GetPrimaryKeyString(), request);
        return Task.FromResult(Samples.User(request.Id) with { Name = request.Name, Custom = request.Custom ?? RawJson.EmptyObject });
    }

    public Task<Outcome<UserResponse>> PatchAsync(UserPatch patch, CancellationToken cancellationToken)
    {
        script.Note(this.GetPrimaryKeyString(), patch);
        return Task.FromResult<Outcome<UserResponse>>(Samples.User(Id) with { Name = patch.Set.Name });
    }

    public Task<UserResponse> EnsureAsync(CancellationToken cancellationToken) => Task.FromResult(Samples.User(Id) with { Banned = Id == "banned" });

    public Task<UserResponse?> GetElsewhereAsync(string callCid, CancellationToken cancellationToken) => GetAsync(cancellationToken);

    public Task<UserResponse> SeeActiveAsync(CancellationToken cancellationToken) => EnsureAsync(cancellationToken);

    public Task SetPresencesAsync(string callCid, IReadOnlyList<string> userSessionIds, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<UserResponse> BanAsync(BanUser request, CancellationToken cancellationToken)
    {
        script.Note(this.GetPrimaryKeyString(), request);
        return EnsureAsync(cancellationToken);
    }

    public Task<UserResponse> UnbanAsync(CancellationToken cancellationToken)
    {
        script.Note(this.GetPrimaryKeyString(), "unban");
        return EnsureAsync(cancellationToken);
    }
}

internal sealed class FakeCallTypeGrain(GrainScript script) : Grain, ICallTypeGrain
{
    private string Name => GrainKeys.Parts(this.GetPrimaryKeyString())[1];

    public Task<Outcome<CallTypeResponse>> GetAsync(CancellationToken cancellationToken) => Task.FromResult(Answer("get"));

    public Task<Outcome<CallTypeResponse>> CreateAsync(CallTypeUpdate request, CancellationToken cancellationToken) => Task.FromResult(Answer(request));

    public Task<Refusal?> DeleteAsync(CancellationToken cancellationToken) => Task.FromResult(script.Note(this.GetPrimaryKeyString(), "delete"));

    public Task<Outcome<CallTypeResponse>> UpdateAsync(CallTypeUpdate update, CancellationToken cancellationToken) => Task.FromResult(Answer(update));

    private Outcome<CallTypeResponse> Answer(object request)
        => script.Note(this.GetPrimaryKeyString(), request) is { } refusal ? refusal : Samples.CallType(Name);
}

internal sealed class FakeCallGrain(GrainScript script) : Grain, ICallGrain
{
    public Task<Outcome<CallState>> GetOrCreateAsync(GetOrCreateCall request, CancellationToken cancellationToken) => Answer(request);

    // Reading is not noted where a refusal was not asked for: the ledger's routes look the call up before they ask the ledger.
    public Task<Outcome<CallState>> GetAsync(CancellationToken cancellationToken) => Answer("get");

    public Task<Outcome<ParticipantPage>> QueryParticipantsAsync(Filter filter, int limit, CancellationToken cancellationToken)
    {
        script.Note(this.GetPrimaryKeyString(), (filter, limit));
        var cid = GrainKeys.Parts(this.GetPrimaryKeyString())[1].Split(':');
        return Task.FromResult<Outcome<ParticipantPage>>(new ParticipantPage(Samples.Call(cid[0], cid[1]), [Samples.Participant], 7));
    }

    public Task<Outcome<CallState>> DeleteAsync(bool hard, CancellationToken cancellationToken) => Answer(("delete", hard));

    public Task<Outcome<CallState>> UpdateAsync(CallUpdate request, CancellationToken cancellationToken) => Answer(request);

    public Task<Outcome<CallState>> UpdateMembersAsync(MembersUpdate request, CancellationToken cancellationToken) => Answer(request);

    // Not noted: nearly every request asks, and tests want to know what it did then.
    public Task<Outcome<CallRights>> RightsAsync(RightsRequest request, CancellationToken cancellationToken)
        => Task.FromResult(script.Rights(this.GetPrimaryKeyString(), request));

    public Task<Outcome<CallState>> PutParticipantAsync(ParticipantRequest request, CancellationToken cancellationToken) => Answer(request);

    public Task<Outcome<CallState>> RemoveParticipantAsync(string userSessionId, CancellationToken cancellationToken) => Answer(userSessionId);

    public Task<Refusal?> StartFrameRecordingAsync(StartFrameRecording request, CancellationToken cancellationToken) => Note(request);

    public Task<Refusal?> StopFrameRecordingAsync(CancellationToken cancellationToken) => Note("stop");

    public Task<Outcome<CallState>> KickUserAsync(KickUser request, CancellationToken cancellationToken) => Answer(request);

    public Task<Outcome<CallState>> BlockUserAsync(string userId, string? byId, CancellationToken cancellationToken) => Answer(("block", userId, byId));

    public Task<Outcome<CallState>> UnblockUserAsync(string userId, CancellationToken cancellationToken) => Answer(("unblock", userId));

    public Task<Outcome<CallState>> MuteUsersAsync(MuteUsers request, CancellationToken cancellationToken) => Answer(request);

    public Task<Outcome<CallState>> EndAsync(string? byId, CancellationToken cancellationToken) => Answer(("end", byId));

    public Task<Outcome<CallState>> UpdateUserPermissionsAsync(UserPermissionsUpdate request, CancellationToken cancellationToken) => Answer(request);

    public Task<Outcome<CallState>> GoLiveAsync(CancellationToken cancellationToken) => Answer("go live");

    public Task<Outcome<CallState>> StopLiveAsync(CancellationToken cancellationToken) => Answer("stop live");

    public Task<Outcome<CallState>> SendEventAsync(CustomEvent request, CancellationToken cancellationToken) => Answer(request);

    public Task ReportAsync(TrackReport report) => Task.CompletedTask;

    public Task ReviveAsync(string egressId, IReadOnlyList<string> trackKeys, CancellationToken cancellationToken) => Task.CompletedTask;

    private Task<Refusal?> Note(object request) => Task.FromResult(script.Note(this.GetPrimaryKeyString(), request));

    private Task<Outcome<CallState>> Answer(object request)
    {
        var refusal = script.Note(this.GetPrimaryKeyString(), request);
        var cid = GrainKeys.Parts(this.GetPrimaryKeyString())[1].Split(':');
        return Task.FromResult<Outcome<CallState>>(refusal is null ? Samples.Call(cid[0], cid[1]) : refusal);
    }
}

internal sealed class FakeLedgerReaderGrain(GrainScript script) : Grain, ILedgerReaderGrain
{
    public Task<Outcome<TickViewPage>> TicksAsync(TickQuery query, CancellationToken cancellationToken)
        => Task.FromResult(script.Note($"ticks/{query.CallCid}", query) is { } refusal
            ? (Outcome<TickViewPage>)refusal
            : new TickViewPage([Samples.Captured, Samples.Failed], "page2"));

    public Task<LedgerAccount> AccountAsync(string app, string callCid, CancellationToken cancellationToken) => Task.FromResult(Samples.Account);

    public Task<IReadOnlyList<EventRow>> EventsAsync(string app, long afterSeq, int limit, CancellationToken cancellationToken)
    {
        script.Note($"events/{app}", (afterSeq, limit));
        return Task.FromResult<IReadOnlyList<EventRow>>(afterSeq >= 8 ? [] : [Samples.Event(7, """{"type":"call.frame_recording_started"}"""), Samples.Event(8, "")]);
    }

    public Task<EventNews> NewsAsync(string app, long afterSeq, int limit, CancellationToken cancellationToken) => Task.FromResult(script.News(afterSeq, limit));

    public Task<IReadOnlyList<EgressSummary>> EgressesAsync(string app, int limit, CancellationToken cancellationToken)
    {
        script.Note($"egresses/{app}", limit);
        return Task.FromResult<IReadOnlyList<EgressSummary>>(Samples.Recordings);
    }
}

internal sealed class FakeQueryGrain(GrainScript script) : Grain, IQueryGrain
{
    /// <summary>Tests tell their queries apart by the size of the page.</summary>
    public static string Key(string list, int limit) => $"queries/{list}/{limit}";

    public Task<Outcome<CallPage>> CallsAsync(CallQuery query, CancellationToken cancellationToken)
        => Task.FromResult(script.Note(Key("calls", query.Limit), query) is { } refusal
            ? (Outcome<CallPage>)refusal
            : new CallPage([new(Samples.Call("default", "c"), ["read-call"])], "after", "before"));

    public Task<Outcome<MemberPage>> MembersAsync(MemberQuery query, CancellationToken cancellationToken)
        => Task.FromResult(script.Note(Key("members", query.Limit), query) is { } refusal
            ? (Outcome<MemberPage>)refusal
            : new MemberPage(Samples.Call("default", "c").Members, "after", "before"));

    public Task<IReadOnlyList<UserResponse>> UsersAsync(UserQuery query, CancellationToken cancellationToken)
    {
        script.Note(Key("users", query.Limit), query);
        return Task.FromResult<IReadOnlyList<UserResponse>>([Samples.User("anna")]);
    }
}
