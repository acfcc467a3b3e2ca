using System.Text;
using System.Text.Json;
using OrleansFrames.Ledger;

namespace OrleansFrames.Api.Realtime;

/// <summary>An event on its way to clients, written once for all of them.</summary>
/// <param name="Body">As hooks receive it.</param>
/// <param name="Concerned">Users whom it is about: they are told although they do not watch the call.</param>
/// <param name="IsFarewell">Whom it concerns is told although it may not read the call any more.</param>
internal sealed record Telling(string CallCid, ReadOnlyMemory<byte> Body, IReadOnlySet<string> Concerned, bool IsFarewell)
{
    /// <summary>What a connection says of itself; it is about no call.</summary>
    public static Telling OfConnection(ReadOnlyMemory<byte> body) => new("", body, new HashSet<string>(), IsFarewell: false);

    public static Telling Of(EventRow row)
    {
        var body = Encoding.UTF8.GetBytes(row.Payload);
        return new(row.CallCid, body, ConcernedBy(row.Type, body), row.Type is "call.blocked_user" or "call.kicked_user" or "call.member_removed");
    }

    // GetStream's table of events says for which of them all members are told; of an ended call the body does not name them.
    private static HashSet<string> ConcernedBy(string type, byte[] body)
    {
        using var document = JsonDocument.Parse(body);
        return type switch
        {
            "call.created" or "call.member_added" or "call.member_updated" or "call.member_updated_permission" or "call.member_removed"
                => [.. Members(document.RootElement)],
            "call.blocked_user" or "call.unblocked_user" or "call.kicked_user" => [.. User(document.RootElement)],
            _ => [],
        };
    }

    private static IEnumerable<string> Members(JsonElement body) => !body.TryGetProperty("members", out var members) ? [] : members.EnumerateArray()
        .Select(member => member.ValueKind == JsonValueKind.String ? member.GetString() : Text(member, "user_id"))
        .OfType<string>();

    private static IEnumerable<string> User(JsonElement body)
        => body.TryGetProperty("user", out var user) && Text(user, "id") is { } id ? [id] : [];

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out var text) ? text.GetString() : null;
}
