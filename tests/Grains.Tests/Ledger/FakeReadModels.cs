using OrleansFrames.Grains.Tests.Delivery;
using OrleansFrames.Ledger;
using OrleansFrames.Ledger.Queries;
using OrleansFrames.Users;

namespace OrleansFrames.Grains.Tests.Ledger;

/// <summary>Read models in memory, by the rules of the real ones: an older revision is passed over. Filters are not looked at; only <see cref="Cursor"/> is a cursor.</summary>
internal sealed class FakeReadModels : IReadModels
{
    public const string Cursor = "cursor";

    private readonly Lock _gate = new();
    private readonly Dictionary<(string App, string Cid), CallEntry> _calls = [];
    private readonly Dictionary<(string App, string Id), UserEntry> _users = [];
    private Func<string, bool> _fails = _ => false;
    private int _saves;
    private int _failures;

    public Signal Changed { get; } = new();

    /// <summary>How often anything was saved.</summary>
    public int Saves => Volatile.Read(ref _saves);

    public int Failures => Volatile.Read(ref _failures);

    /// <summary>Saving calls or users whose id this accepts fails.</summary>
    public void Fail(Func<string, bool> ids) => Volatile.Write(ref _fails, ids);

    public CallEntry? Call(string app, string cid)
    {
        lock (_gate)
        {
            return _calls.GetValueOrDefault((app, cid));
        }
    }

    public UserResponse? User(string app, string id)
    {
        lock (_gate)
        {
            return _users.GetValueOrDefault((app, id))?.User;
        }
    }

    /// <summary>As if it had never been told of a user.</summary>
    public void Forget(string app, string id)
    {
        lock (_gate)
        {
            _users.Remove((app, id));
        }
    }

    public Task UntilAsync(Func<bool> condition, string what) => Changed.UntilAsync(condition, what);

    public Task SaveCallAsync(CallEntry entry, CancellationToken cancellationToken)
        => SaveAsync(entry.Call.Cid, () => Put(_calls, (entry.App, entry.Call.Cid), entry, known => known.Revision < entry.Revision));

    public Task SaveUserAsync(UserEntry entry, CancellationToken cancellationToken)
        => SaveAsync(entry.User.Id, () => Put(_users, (entry.App, entry.User.Id), entry, known => known.Revision < entry.Revision));

    public Task<EntryPage<CallEntry>> CallsAsync(CallQuery query, IReadOnlyList<string> types, CancellationToken cancellationToken)
    {
        Check(query.Next, query.Prev);
        lock (_gate)
        {
            CallEntry[] found = [.. _calls.Values.Where(entry => entry.App == query.App && !entry.Deleted && IsSeen(entry, query.Viewer, types)).OrderBy(entry => entry.Call.Cid)];
            return Task.FromResult(new EntryPage<CallEntry>(found, Cursor, null));
        }
    }

    public Task<IReadOnlyList<string>> CallTypesAsync(string app, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return Task.FromResult<IReadOnlyList<string>>([.. _calls.Values.Where(entry => entry.App == app).Select(entry => entry.Call.Type).Distinct()]);
        }
    }

    public Task<EntryPage<MemberEntry>> MembersAsync(MemberQuery query, CancellationToken cancellationToken)
    {
        Check(query.Next, query.Prev);
        return Task.FromResult(new EntryPage<MemberEntry>(Call(query.App, query.CallCid)?.Members ?? [], null, Cursor));
    }

    public Task<IReadOnlyList<UserResponse>> UsersAsync(UserQuery query, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return Task.FromResult<IReadOnlyList<UserResponse>>([.. _users.Values.Where(entry => entry.App == query.App).Select(entry => entry.User).OrderBy(user => user.Id)]);
        }
    }

    public Task<IReadOnlyList<UserResponse>> UsersAsync(string app, IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
        => Task.FromResult<IReadOnlyList<UserResponse>>([.. ids.Select(id => User(app, id)).OfType<UserResponse>()]);

    private static bool IsSeen(CallEntry entry, CallViewer? viewer, IReadOnlyList<string> types) => viewer is null
        || types.Contains(entry.Call.Type)
        || entry.Call.CreatedBy.Id == viewer.Actor.UserId
        || entry.Members.Any(member => member.UserId == viewer.Actor.UserId);

    private static void Check(params IEnumerable<string?> cursors)
    {
        if (cursors.Any(cursor => cursor is not (null or Cursor)))
        {
            throw new FormatException("no cursor of ours");
        }
    }

    private static void Put<TKey, TEntry>(Dictionary<TKey, TEntry> entries, TKey key, TEntry entry, Func<TEntry, bool> isNewer)
        where TKey : notnull
    {
        if (!entries.TryGetValue(key, out var known) || isNewer(known))
        {
            entries[key] = entry;
        }
    }

    private async Task SaveAsync(string id, Action save)
    {
        await Task.Yield();
        if (Volatile.Read(ref _fails)(id))
        {
            Interlocked.Increment(ref _failures);
            Changed.Raise();
            throw new LedgerException("the database is away");
        }

        lock (_gate)
        {
            save();
        }

        Interlocked.Increment(ref _saves);
        Changed.Raise();
    }
}
