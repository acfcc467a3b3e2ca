using System.Collections.Concurrent;
using OrleansFrames.Api.Auth;
using OrleansFrames.CallTypes;
using OrleansFrames.Users;

namespace OrleansFrames.Api.Realtime;

/// <summary>
/// The calls that a connection watches, and whether its user may read them still: asked again when an event comes and the last answer is older than a minute.
/// </summary>
internal sealed class CallWatches(IGrainFactory grains, Caller caller, TimeProvider clock)
{
    private const int Most = 1_000;

    private static readonly TimeSpan AnswerHolds = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, Watch> _watches = [];

    public bool Has(string callCid) => _watches.ContainsKey(callCid);

    /// <summary>Watches calls that the actor may read; beyond 1,000 no more.</summary>
    public void Add(IEnumerable<string> callCids, Actor actor)
    {
        foreach (var cid in callCids.Where(cid => _watches.Count < Most || Has(cid)))
        {
            _watches[cid] = new(actor, clock.GetTimestamp());
        }
    }

    /// <summary>Whether the user is to be told. A call that it may not read any more is not watched from then on.</summary>
    public async Task<bool> MayHearAsync(Telling telling, CancellationToken cancellationToken)
    {
        var cid = telling.CallCid;
        if (_watches.TryGetValue(cid, out var watch) && clock.GetElapsedTime(watch.Asked) < AnswerHolds)
        {
            return true;
        }

        if (watch is null && !caller.IsGoodFor(cid))
        {
            return false;
        }

        var actor = watch?.Actor ?? caller.Actor;
        var rights = await grains.GetCall(caller.App, cid).RightsAsync(new(actor, Permissions.ReadCall.Action), cancellationToken);
        if (rights.Refusal is { } refusal)
        {
            _watches.TryRemove(cid, out _);

            // Of a call that is gone its last event is told: that it is.
            return refusal.Kind == RefusalKind.NotFound ? watch is not null : telling.IsFarewell && telling.Concerned.Contains(caller.UserId!);
        }

        if (watch is not null)
        {
            _watches.TryUpdate(cid, watch with { Asked = clock.GetTimestamp() }, watch);
        }

        return true;
    }

    /// <summary>The next event of the call is told only if the user may read the call then.</summary>
    public void Doubt(string callCid)
    {
        if (_watches.TryGetValue(callCid, out var watch))
        {
            _watches.TryUpdate(callCid, watch with { Asked = clock.GetTimestamp() - (long)(AnswerHolds.TotalSeconds * clock.TimestampFrequency) }, watch);
        }
    }

    private sealed record Watch(Actor Actor, long Asked);
}
