using OrleansFrames.Json;

namespace OrleansFrames.Calls;

/// <summary>The members of a call: who belongs to it and with which role, whether present or not.</summary>
internal static class Membership
{
    private const string DefaultRole = "call_member";

    /// <summary>Members after the requested ones were laid over them: each user once, at its first place, as it was named last.</summary>
    public static IReadOnlyList<CallMember> Put(IReadOnlyList<CallMember> members, IReadOnlyList<MemberRequest> requests, DateTimeOffset now)
    {
        var places = new OrderedDictionary<string, CallMember>();
        foreach (var member in members)
        {
            places[member.UserId] = member;
        }

        foreach (var request in requests)
        {
            places[request.UserId] = places.TryGetValue(request.UserId, out var known) ? Change(known, request, now) : New(request, now);
        }

        return [.. places.Values];
    }

    /// <summary>Nothing changes when everything is so already.</summary>
    public static CallStep Update(CallBook book, MembersUpdate update, DateTimeOffset now)
    {
        var kept = book.Members.Where(member => !update.Remove.Contains(member.UserId)).ToArray();
        var members = Put(kept, update.Update, now);
        return members.SequenceEqual(book.Members)
            ? new(book, [])
            : new(book with { Members = members, UpdatedAt = now }, Events(book.Members, members));
    }

    private static EventDraft[] Events(IReadOnlyList<CallMember> members, IReadOnlyList<CallMember> after)
    {
        var before = Put(members, [], default).ToDictionary(member => member.UserId);
        var changed = after.Where(member => before.TryGetValue(member.UserId, out var old) && old != member)
            .ToLookup(member => member.Role == before[member.UserId].Role);
        EventDraft[] drafts =
        [
            new(EventDraft.MemberAdded, Call: true) { MemberIds = Ids(after.Where(member => !before.ContainsKey(member.UserId))) },
            new(EventDraft.MemberRemoved, Call: true) { MemberIds = [.. before.Keys.Except(Ids(after))] },
            new(EventDraft.MemberUpdated, Call: true) { MemberIds = Ids(changed[true]) },
            new(EventDraft.MemberRoleUpdated, Call: true) { MemberIds = Ids(changed[false]) },
        ];
        return [.. drafts.Where(draft => draft.MemberIds!.Count > 0)];
    }

    private static string[] Ids(IEnumerable<CallMember> members) => [.. members.Select(member => member.UserId)];

    private static CallMember New(MemberRequest request, DateTimeOffset now)
        => new(request.UserId, request.Role ?? DefaultRole, request.Custom ?? RawJson.EmptyObject, now, now);

    private static CallMember Change(CallMember known, MemberRequest request, DateTimeOffset now)
    {
        var next = known with { Role = request.Role ?? known.Role, Custom = request.Custom ?? known.Custom };
        return next == known ? known : next with { UpdatedAt = now };
    }
}
