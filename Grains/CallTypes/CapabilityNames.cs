namespace OrleansFrames.CallTypes;

/// <summary>GetStream's two names for what a role may do: the permission in a call type's grants, and the capability that calls show.</summary>
internal static class CapabilityNames
{
    private const string AnyTeam = "-any-team";

    private static readonly Dictionary<string, string> Others = new()
    {
        ["block-user"] = "block-users",
        ["create-call-reaction"] = "create-reaction",
        ["pin-call-track"] = "pin-for-everyone",
        ["start-broadcasting"] = "start-broadcast-call",
        ["stop-broadcasting"] = "stop-broadcast-call",
        ["start-transcription"] = "start-transcription-call",
        ["stop-transcription"] = "stop-transcription-call",
        ["start-closed-captions"] = "start-closed-captions-call",
        ["stop-closed-captions"] = "stop-closed-captions-call",
        ["start-recording"] = "start-record-call",
        ["stop-recording"] = "stop-record-call",
        ["start-frame-recording"] = "start-frame-record-call",
        ["stop-frame-recording"] = "stop-frame-record-call",
        ["start-individual-recording"] = "start-individual-record-call",
        ["stop-individual-recording"] = "stop-individual-record-call",
        ["start-raw-recording"] = "start-raw-record-call",
        ["stop-raw-recording"] = "stop-raw-record-call",
    };

    private static readonly HashSet<string> Same =
    [
        "create-call", "read-call", "join-call", "update-call", "end-call", "kick-user", "mute-users", "join-backstage", "join-ended-call", "send-audio",
        "send-video", "screenshare", "update-call-member", "remove-call-member", "update-call-permissions", "enable-noise-cancellation",
    ];

    /// <summary>The capabilities of every role. What only the maker of a call may do (<c>-owner</c>) is no role's.</summary>
    public static Dictionary<string, IReadOnlyList<string>> ByRole(IReadOnlyDictionary<string, IReadOnlyList<string>> grants)
        => grants.ToDictionary(role => role.Key, IReadOnlyList<string> (role) => [.. role.Value.Select(Of).OfType<string>().Distinct().Order(StringComparer.Ordinal)]);

    private static string? Of(string permission)
    {
        var id = permission.EndsWith(AnyTeam, StringComparison.Ordinal) ? permission[..^AnyTeam.Length] : permission;
        return Others.TryGetValue(id, out var other) ? other : Same.Contains(id) || Others.ContainsValue(id) ? id : null;
    }
}
