using System.Collections.Concurrent;
using OrleansFrames.Apps;
using OrleansFrames.Calls;
using OrleansFrames.Ledger;
using OrleansFrames.Users;

namespace OrleansFrames.Api.Tests.Hosting;

/// <summary>What the fake grains are to do, and what they were asked: by grain key, so that tests do not meet.</summary>
internal sealed class GrainScript
{
    /// <summary>What the app's grain notes when it is asked for its settings.</summary>
    public const string GetsSettings = "get settings";

    private readonly ConcurrentDictionary<string, object> _received = [];
    private readonly ConcurrentDictionary<string, Refusal> _refusals = [];
    private readonly ConcurrentDictionary<string, Func<Exception>> _faults = [];
    private readonly ConcurrentDictionary<string, Func<RightsRequest, Outcome<CallRights>>> _rights = [];
    private readonly ConcurrentDictionary<string, AppAccess> _access = [];
    private int _notes;

    /// <summary>How often any grain was asked to do anything. Settings of the app are looked at to know who calls: that is nothing yet.</summary>
    public int Notes => Volatile.Read(ref _notes);

    /// <summary>What the app lets its callers do; else the default.</summary>
    public void Let(string app, AppAccess access) => _access[$"app/{app}"] = access;

    public AppAccess Access(string key) => _access.GetValueOrDefault(key, AppAccess.Default);

    /// <summary>The grain answers again.</summary>
    public void Mend(string key) => _faults.TryRemove(key, out _);

    private readonly List<EventRow> _news = [];

    public void Refuse(string key, Refusal refusal) => _refusals[key] = refusal;

    public void Fail(string key, Func<Exception> fault) => _faults[key] = fault;

    /// <summary>What the call is to answer when it is asked for rights; else servers may do everything, and users may read.</summary>
    public void Answer(string key, Func<RightsRequest, Outcome<CallRights>> rights) => _rights[key] = rights;

    public Outcome<CallRights> Rights(string key, RightsRequest request)
        => _rights.TryGetValue(key, out var answer) ? answer(request)
            : _refusals.GetValueOrDefault(key) is { Kind: RefusalKind.NotFound } missing ? missing
            : request.Actor.IsServer ? CallRights.All
            : new CallRights(["read-call"]);

    public T Received<T>(string key) => Assert.IsType<T>(_received[key]);

    public bool WasAsked(string key) => _received.ContainsKey(key);

    /// <summary>An event of a call is in the ledger of app <c>key</c> now. Tests tell theirs apart by the call.</summary>
    public void Happen(string cid, string type, string members = "")
    {
        lock (_news)
        {
            var payload = $$"""{"type":"{{type}}","call_cid":"{{cid}}","created_at":"2026-01-02T03:04:05Z"{{members}}}""";
            _news.Add(new(Guid.NewGuid(), "key", _news.Count + 1, cid, type, Samples.Time, payload));
        }
    }

    public EventNews News(long afterSeq, int limit)
    {
        Note("news", afterSeq);
        lock (_news)
        {
            EventRow[] rows = [.. _news.Where(row => row.Seq > afterSeq).Take(limit)];
            return rows.Length < limit ? new(rows, _news.Count, More: false) : new(rows, rows[^1].Seq, More: true);
        }
    }

    /// <summary>Called by every fake method: notes the request, then fails or refuses where the test said so.</summary>
    public Refusal? Note(string key, object request)
    {
        if (request is not GetsSettings)
        {
            Interlocked.Increment(ref _notes);
        }

        _received[key] = request;
        return _faults.TryGetValue(key, out var fault) ? throw fault() : _refusals.GetValueOrDefault(key);
    }
}
