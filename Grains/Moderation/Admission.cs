using OrleansFrames.Calls;
using OrleansFrames.Users;

namespace OrleansFrames.Moderation;

/// <summary>Who may not come into a call, in GetStream's words.</summary>
internal static class Admission
{
    public static Refusal? WhyNot(CallBook book, string userId, string role, string cid)
    {
        if (book.EndedAt is not null)
        {
            var scope = $"video:{cid[..cid.IndexOf(':', StringComparison.Ordinal)]}";
            return Refusal.NotAllowed($"User '{userId}' with role '{role}' is not allowed to perform action JoinEndedCall in scope '{scope}'");
        }

        return book.BlockedUserIds.Contains(userId) ? Refusal.NotAllowed($"User '{userId}' is blocked from the call") : null;
    }

    /// <summary>A banned user comes into no call, and makes none.</summary>
    public static Refusal? WhyNot(UserResponse user) => user.Banned ? Refusal.NotAllowed($"User '{user.Id}' is banned") : null;
}
