using Orleans.Concurrency;
using OrleansFrames.CallTypes;
using OrleansFrames.Users;

namespace OrleansFrames.Ledger.Queries;

[StatelessWorker(1), Reentrant]
internal sealed class QueryGrain(IReadModels models, TimeProvider clock) : Grain, IQueryGrain
{
    public async Task<Outcome<CallPage>> CallsAsync(CallQuery query, CancellationToken cancellationToken)
    {
        var sight = query.Viewer is { } viewer
            ? await CallSight.FindAsync(GrainFactory, query.App, viewer.Actor, await models.CallTypesAsync(query.App, cancellationToken), cancellationToken)
            : null;
        if (sight?.Refusal is { } refusal)
        {
            return refusal;
        }

        EntryPage<CallEntry> page;
        try
        {
            page = await models.CallsAsync(query, sight?.Value!.Types ?? [], cancellationToken);
        }
        catch (FormatException)
        {
            return NoCursor(query.Next);
        }

        var users = await UsersAsync(query.App, page.Rows.SelectMany(EntryUsers.Of), cancellationToken);
        var listed = from entry in page.Rows
                     let capabilities = sight is null ? Permissions.Capabilities : sight.Value!.Capabilities(entry)
                     where capabilities is not null
                     select new ListedCall(EntryUsers.Fill(entry, users), capabilities);
        return new CallPage([.. listed], page.Next, page.Prev);
    }

    public async Task<Outcome<MemberPage>> MembersAsync(MemberQuery query, CancellationToken cancellationToken)
    {
        EntryPage<MemberEntry> page;
        try
        {
            page = await models.MembersAsync(query, cancellationToken);
        }
        catch (FormatException)
        {
            return NoCursor(query.Next);
        }

        var users = await UsersAsync(query.App, page.Rows.Select(member => member.UserId), cancellationToken);
        return new MemberPage([.. page.Rows.Select(member => EntryUsers.Fill(member, users))], page.Next, page.Prev);
    }

    public async Task<IReadOnlyList<UserResponse>> UsersAsync(UserQuery query, CancellationToken cancellationToken)
        => Now(await models.UsersAsync(query, cancellationToken));

    private static Refusal NoCursor(string? next) => Refusal.Input(next is null ? "prev" : "next", "is not a cursor of this list");

    private UserResponse[] Now(IReadOnlyList<UserResponse> users) => [.. users.Select(user => EntryUsers.At(user, clock.GetUtcNow()))];

    private async Task<Dictionary<string, UserResponse>> UsersAsync(string app, IEnumerable<string> ids, CancellationToken cancellationToken)
    {
        var wanted = ids.ToHashSet();
        var users = Now(await models.UsersAsync(app, wanted, cancellationToken)).ToDictionary(user => user.Id);

        // Who is not in the read models yet will be soon: its grain knows it already, or makes it as it does for a call's answer.
        foreach (var missing in await Task.WhenAll(
            wanted.Where(id => !users.ContainsKey(id)).Select(id => GrainFactory.GetUser(app, id).EnsureAsync(cancellationToken))))
        {
            users.Add(missing.Id, missing);
        }

        return users;
    }
}
