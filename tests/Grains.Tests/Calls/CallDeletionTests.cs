using OrleansFrames.Calls;
using OrleansFrames.CallTypes;

namespace OrleansFrames.Grains.Tests.Calls;

public sealed class CallDeletionTests(FramesCluster cluster) : IClassFixture<FramesCluster>
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly GetOrCreateCall Again = new("other", null, [], null, null, null, null);

    private readonly CallOfTest _call = cluster.NewCall();

    [Fact]
    public async Task Soft_RecordingCall_StopsItAndNobodyFindsTheCallAnyMore()
    {
        await _call.RecordingAsync("alice");
        var answer = (await _call.Grain.DeleteAsync(hard: false, None)).Value!;
        Assert.Equal((_call.Cid, "maker", cluster.Clock.GetUtcNow()), (answer.Call.Cid, answer.Call.CreatedBy.Id, answer.Call.EndedAt));

        await _call.UntilAsync("session_ended");
        Assert.Equal(
            ["deleted", "session_participant_left", "frame_recording_stopped", "session_ended"],
            _call.Types.SkipWhile(type => type != "deleted"));
        Assert.Equal(_call.Cid, (string)_call.Payload("deleted")["call"]!["cid"]!);
        await AssertGoneAsync();
        await cluster.Models.UntilAsync(() => cluster.Models.Call(_call.App, _call.Cid)!.Deleted, "the call to be found no more");
        Assert.Equal(("{}", 0), (cluster.Models.Call(_call.App, _call.Cid)!.Call.Custom.Text, cluster.Models.Call(_call.App, _call.Cid)!.Members.Count));
    }

    [Fact]
    public async Task Soft_TheIdStaysTaken_UntilAHardDelete()
    {
        await _call.MadeAsync();
        await _call.Grain.DeleteAsync(hard: false, None);

        var refusal = (await _call.Grain.GetOrCreateAsync(Again, None)).Refusal!;
        Assert.Equal(RefusalKind.Input, refusal.Kind);
        Assert.Contains("hard: true", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(RefusalKind.NotFound, (await _call.Grain.DeleteAsync(hard: false, None)).Refusal!.Kind);
        Assert.Null((await _call.Grain.RightsAsync(new(new(null), Permissions.DeleteCall.Action), None)).Refusal);

        Assert.Null((await _call.Grain.DeleteAsync(hard: true, None)).Refusal);
        await AssertMadeAnewAsync();
        Assert.Equal(["created", "deleted", "created"], _call.Types);
    }

    [Fact]
    public async Task Hard_RecordingCall_IsErasedOnceAllIsTold()
    {
        await _call.RecordingAsync("alice");
        await _call.Grain.UpdateMembersAsync(new([new("ann", null, null)], []), None);
        Assert.Null((await _call.Grain.DeleteAsync(hard: true, None)).Refusal);
        await _call.UntilAsync("session_ended");
        Assert.Equal("maker", (string)_call.Payload("frame_recording_stopped")["call"]!["created_by"]!["id"]!);
        await AssertMadeAnewAsync();
        Assert.Equal(2, cluster.Events.Events(_call.Cid).Count(row => row.Type == "call.created"));
        Assert.Equal(cluster.Events.Events(_call.Cid).Count, cluster.Events.Events(_call.Cid).Select(row => row.EventId).Distinct().Count());
    }

    [Fact]
    public async Task Delete_NeverMade_IsNotFound()
        => Assert.Equal(RefusalKind.NotFound, (await _call.Grain.DeleteAsync(hard: true, None)).Refusal!.Kind);

    [Fact]
    public void Erase_WhileSomethingIsOwed_ChangesNothing()
    {
        var deleted = CallDeletion.Delete(Books.Empty.Put("alice", Books.Camera).Start(), hard: true, Books.App, Books.Cid, Books.Now).Value!.Book;
        Assert.Same(deleted, CallDeletion.Erase(deleted));
        var stopped = deleted.Finish();
        var owing = stopped with { Owed = [new(Guid.NewGuid(), "call.deleted", Books.Now, "{}")] };
        Assert.Same(owing, CallDeletion.Erase(owing));
        var telling = stopped with { Presences = [new("alice", 1)] };
        Assert.Same(telling, CallDeletion.Erase(telling));

        var erased = CallDeletion.Erase(stopped with { Revision = 9 });
        Assert.Equal((9, "", true, false), (erased.Revision, erased.CreatedById, erased.IsErased, erased.IsErasing));
        Assert.Same(erased, CallDeletion.Erase(erased));
    }

    /// <summary>The background work of an activation goes over it like over any other call; it has not even settings.</summary>
    [Fact]
    public void Erased_LeavesNothingToDo()
    {
        var erased = CallDeletion.Erase(CallDeletion.Delete(Books.Empty, hard: true, Books.App, Books.Cid, Books.Now).Value!.Book);
        Assert.True(erased.IsErased);
        Assert.Null(Participation.NextDeadline(erased));
        Assert.False(Participation.IsSessionOver(erased, Books.Now));
        Assert.Empty(Participation.Expired(erased, Books.Now));
        Assert.Null(Reach.NextDeadline(erased, new Dictionary<string, DateTimeOffset>()));
        Assert.Empty(CaptureSpecs.Of(erased, Books.App, Books.Cid));
        Assert.Same(erased, AutoOn.Start(erased, () => "id", Books.Now));
        Assert.False(erased.IsBusy());
    }

    private async Task AssertGoneAsync()
    {
        Assert.Equal(RefusalKind.NotFound, (await _call.Grain.GetAsync(None)).Refusal!.Kind);
        Assert.Equal(RefusalKind.NotFound, (await _call.Grain.UpdateAsync(new(null, null, null), None)).Refusal!.Kind);
        Assert.Equal(RefusalKind.NotFound, (await _call.Grain.PutParticipantAsync(Books.Request("bob"), None)).Refusal!.Kind);
        Assert.Equal(RefusalKind.NotFound, (await _call.Grain.StartFrameRecordingAsync(new(null), None))!.Kind);
        Assert.Equal(RefusalKind.NotFound, (await _call.Grain.RightsAsync(new(new(null), Permissions.ReadCall.Action), None)).Refusal!.Kind);
        Assert.Equal(RefusalKind.NotFound, (await _call.Grain.RightsAsync(new(new("maker"), Permissions.DeleteCall.Action), None)).Refusal!.Kind);
    }

    private async Task AssertMadeAnewAsync()
    {
        await cluster.Clock.AdvanceUntilAsync(
            TimeSpan.FromMilliseconds(100), () => cluster.Models.Call(_call.App, _call.Cid)!.Deleted, "the call to be found no more");
        Outcome<CallState> made = Refusal.Input("not yet");
        await cluster.Clock.AdvanceUntilAsync(
            TimeSpan.FromMilliseconds(100),
            () =>
            {
                made = _call.Grain.GetOrCreateAsync(Again, None).GetAwaiter().GetResult();
                return made.Refusal is null;
            },
            "the id to be free");
        Assert.Equal((true, "other", 0), (made.Value!.Created, made.Value.Call.CreatedBy.Id, made.Value.Members.Count));
        Assert.Null((await _call.GetAsync()).Call.EndedAt);
        await cluster.Models.UntilAsync(() => cluster.Models.Call(_call.App, _call.Cid) is { Deleted: false, Call.CreatedBy.Id: "other" }, "the new call");
    }
}
