using System.Text.Json;
using OrleansFrames.Ledger;
using OrleansFrames.Ledger.Queries;
using OrleansFrames.Users;

namespace OrleansFrames.Silo.Ledger.Queries;

internal sealed class ReadModels(LedgerWriter writer, LedgerReaders readers, ILedgerDatabase database) : IReadModels
{
    private const int MostRows = 100;

    private static readonly SortBy NewestFirst = new("created_at", true);
    private static readonly SortBy OldestFirst = new("created_at", false);

    public Task SaveCallAsync(CallEntry entry, CancellationToken cancellationToken)
        => writer.RunAsync(batch => EntryRows.Save(batch, entry), cancellationToken, 1 + entry.Members.Count);

    public Task SaveUserAsync(UserEntry entry, CancellationToken cancellationToken)
        => writer.RunAsync(batch => EntryRows.Save(batch, entry), cancellationToken);

    public Task<EntryPage<CallEntry>> CallsAsync(CallQuery query, IReadOnlyList<string> types, CancellationToken cancellationToken)
    {
        QueryText text = new(database.Script);
        Keyset order = new(text, QuerySchema.Calls, query.Sort, NewestFirst);
        var mark = PageCursor.Mark("calls", query.App, query.Viewer?.Actor.UserId, query.Filter, query.Sort);
        var cursor = PageCursor.Read(query.Next, query.Prev, mark, order.Kinds);
        var limit = Limit(text, query.Limit);
        text.Set("app", query.App);
        var sql = Page(text, "call_page", order, cursor, QuerySchema.Calls, query.Filter, ("visible", Visible(text, query.Viewer, types)));
        return readers.ReadAsync(
            session =>
            {
                var rows = session.QueryOnce(
                    sql, row => (new CallEntry(query.App, row.GetInt64(0), EntryRows.Call(row, 1), []), order.Place(row, 2)), text.Values);
                var page = PageCursor.Page(rows, limit, mark, cursor);
                return page with { Rows = WithMembers(session, query, page.Rows) };
            },
            cancellationToken);
    }

    public Task<IReadOnlyList<string>> CallTypesAsync(string app, CancellationToken cancellationToken)
        => readers.ReadAsync<IReadOnlyList<string>>(session => session.Query("call_types", row => row.GetString(0), ("app", app)), cancellationToken);

    public Task<EntryPage<MemberEntry>> MembersAsync(MemberQuery query, CancellationToken cancellationToken)
    {
        QueryText text = new(database.Script);
        Keyset order = new(text, QuerySchema.Members, query.Sort, OldestFirst);
        var mark = PageCursor.Mark("members", query.App, query.CallCid, query.Filter, query.Sort);
        var cursor = PageCursor.Read(query.Next, query.Prev, mark, order.Kinds);
        var limit = Limit(text, query.Limit);
        text.Set("app", query.App);
        text.Set("call_cid", query.CallCid);
        var sql = Page(text, "member_page", order, cursor, QuerySchema.Members, query.Filter);
        return readers.ReadAsync(
            session => PageCursor.Page(
                session.QueryOnce(sql, row => (EntryRows.Member(row), order.Place(row, 6)), text.Values), limit, mark, cursor),
            cancellationToken);
    }

    public Task<IReadOnlyList<UserResponse>> UsersAsync(UserQuery query, CancellationToken cancellationToken)
    {
        QueryText text = new(database.Script);
        Keyset order = new(text, QuerySchema.Users, query.Sort, NewestFirst);
        text.Set("app", query.App);
        text.Set("limit", (long)Math.Clamp(query.Limit, 1, MostRows));
        text.Set("offset", (long)query.Offset);
        var filter = new FilterSql(text, QuerySchema.Users, database).Of(query.Filter);
        var sql = text.Part("user_page", ("filter", filter), ("order", order.Order(backwards: false)));
        return readers.ReadAsync<IReadOnlyList<UserResponse>>(session => session.QueryOnce(sql, EntryRows.User, text.Values), cancellationToken);
    }

    public Task<IReadOnlyList<UserResponse>> UsersAsync(string app, IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
        => readers.ReadAsync<IReadOnlyList<UserResponse>>(
            session => session.Query("users_by_id", EntryRows.User, ("app", app), ("ids", JsonSerializer.Serialize(ids))), cancellationToken);

    private static CallEntry[] WithMembers(LedgerSession session, CallQuery query, IReadOnlyList<CallEntry> calls)
    {
        var members = session.Query(
            "members_of_calls",
            row => (Cid: row.GetString(0), Member: EntryRows.Member(row)),
            ("app", query.App),
            ("viewer", query.Viewer?.Actor.UserId),
            ("cids", JsonSerializer.Serialize(calls.Select(entry => entry.Call.Cid))),
            ("most", (long)MostRows)).ToLookup(row => row.Cid, row => row.Member);
        return [.. calls.Select(entry => entry with { Members = [.. members[entry.Call.Cid]] })];
    }

    // One row more than asked tells whether there is another page.
    private static int Limit(QueryText text, int asked)
    {
        var limit = Math.Clamp(asked, 1, MostRows);
        text.Set("limit", (long)limit + 1);
        return limit;
    }

    private static string Visible(QueryText text, CallViewer? viewer, IReadOnlyList<string> types)
    {
        if (viewer is null)
        {
            return text.Part("visible_to_servers");
        }

        var visible = text.Part(
            "visible_to_viewer", ("viewer", text.Value(viewer.Actor.UserId)), ("types", text.Value(JsonSerializer.Serialize(types))));
        return viewer.Cids is null
            ? visible
            : text.Part("visible_by_token", ("visible", visible), ("cids", text.Value(JsonSerializer.Serialize(viewer.Cids))));
    }

    private string Page(
        QueryText text, string query, Keyset order, PageCursor? cursor, QuerySchema schema, Filter filter, params ReadOnlySpan<(string Name, string Text)> more)
        => text.Part(
            query,
            [
                ("keys", order.Keys),
                ("filter", new FilterSql(text, schema, database).Of(filter)),
                ("beyond", order.Beyond(text, cursor)),
                ("order", order.Order(cursor is { Backwards: true })),
                .. more,
            ]);
}
