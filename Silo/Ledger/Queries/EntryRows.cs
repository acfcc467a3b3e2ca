using System.Data.Common;
using System.Text.Json;
using OrleansFrames.Calls;
using OrleansFrames.Json;
using OrleansFrames.Ledger;
using OrleansFrames.Users;

namespace OrleansFrames.Silo.Ledger.Queries;

/// <summary>Rows of the read models as the script's queries take and give them.</summary>
internal static class EntryRows
{
    public static int Save(LedgerBatch batch, CallEntry entry)
    {
        var call = entry.Call;
        var saved = batch.Session.Execute(
            "save_call",
            ("app", entry.App),
            ("cid", call.Cid),
            ("revision", entry.Revision),
            ("deleted", LedgerValues.Of(entry.Deleted)),
            ("type", call.Type),
            ("id", call.Id),
            ("team", call.Team),
            ("created_by_user_id", call.CreatedBy.Id),
            ("created_at", LedgerValues.Of(call.CreatedAt)),
            ("updated_at", LedgerValues.Of(call.UpdatedAt)),
            ("starts_at", LedgerValues.Of(call.StartsAt)),
            ("ended_at", LedgerValues.Of(call.EndedAt)),
            ("ongoing", LedgerValues.Of(call.CurrentSessionId.Length > 0)),
            ("backstage", LedgerValues.Of(call.Backstage)),
            ("blocked", JsonSerializer.Serialize(call.BlockedUserIds)),
            ("custom", call.Custom.Text),
            ("body", entry.Deleted ? "" : Body(call)));
        if (saved == 0)
        {
            return 0;
        }

        batch.Session.Execute("drop_call_members", ("app", entry.App), ("cid", call.Cid));
        return saved + batch.Session.Execute(
            "save_call_members", ("app", entry.App), ("cid", call.Cid), ("members", JsonSerializer.Serialize(entry.Deleted ? [] : Members(entry))));
    }

    public static int Save(LedgerBatch batch, UserEntry entry)
    {
        var user = entry.User;
        return batch.Session.Execute(
            "save_user",
            ("app", entry.App),
            ("id", user.Id),
            ("revision", entry.Revision),
            ("role", user.Role),
            ("name", user.Name),
            ("banned", LedgerValues.Of(user.Banned)),
            ("shadow_banned", LedgerValues.Of(user.ShadowBanned)),
            ("ban_expires", LedgerValues.Of(user.BanExpires)),
            ("created_at", LedgerValues.Of(user.CreatedAt)),
            ("updated_at", LedgerValues.Of(user.UpdatedAt)),
            ("last_active", LedgerValues.Of(user.LastActive)),
            ("teams", JsonSerializer.Serialize(user.Teams)),
            ("custom", user.Custom.Text),
            ("body", Body(user)));
    }

    public static CallResponse Call(DbDataReader row, int column) => JsonSerializer.Deserialize<CallResponse>(row.GetString(column), FramesJson.Rfc3339)!;

    public static UserResponse User(DbDataReader row) => JsonSerializer.Deserialize<UserResponse>(row.GetString(0), FramesJson.Rfc3339)!;

    /// <summary>A member whose row begins with its call.</summary>
    public static MemberEntry Member(DbDataReader row)
        => new(row.GetString(1), row.GetString(2), new(row.GetString(3)), row.Time(4), row.Time(5));

    private static string Body<T>(T value) => JsonSerializer.Serialize(value, FramesJson.Rfc3339);

    // A call's first version let a user be named twice.
    private static IEnumerable<Dictionary<string, object>> Members(CallEntry entry) => entry.Members.DistinctBy(member => member.UserId)
        .Select(member => new Dictionary<string, object>
        {
            ["user_id"] = member.UserId,
            ["role"] = member.Role,
            ["custom"] = member.Custom.Text,
            ["created_at"] = LedgerValues.Of(member.CreatedAt),
            ["updated_at"] = LedgerValues.Of(member.UpdatedAt),
        });
}
