using OrleansFrames.Calls;
using OrleansFrames.Users;

namespace OrleansFrames.Ledger.Queries;

/// <summary>The users of a call that the read models keep by their ids alone.</summary>
internal static class EntryUsers
{
    public static IEnumerable<string> Of(CallEntry entry) =>
    [
        entry.Call.CreatedBy.Id,
        .. entry.Members.Select(member => member.UserId),
        .. (entry.Call.Session?.Participants ?? []).Select(participant => participant.User.Id),
    ];

    /// <summary>The user now: a ban that ends by itself is told to nobody when it does.</summary>
    public static UserResponse At(UserResponse user, DateTimeOffset now)
        => user.BanExpires <= now ? user with { Banned = false, ShadowBanned = false, BanExpires = null } : user;

    public static CallState Fill(CallEntry entry, IReadOnlyDictionary<string, UserResponse> users)
    {
        var call = entry.Call;
        return new(
            call with
            {
                CreatedBy = users[call.CreatedBy.Id],
                UserPermissions = null,
                Session = call.Session is { } session
                    ? session with { Participants = [.. session.Participants.Select(one => one with { User = users[one.User.Id] })] }
                    : null,
            },
            [.. entry.Members.Select(member => Fill(member, users))]);
    }

    public static MemberResponse Fill(MemberEntry member, IReadOnlyDictionary<string, UserResponse> users)
        => new(member.UserId, users[member.UserId], member.Role, member.Custom, member.CreatedAt, member.UpdatedAt);
}
