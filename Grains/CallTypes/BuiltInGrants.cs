namespace OrleansFrames.CallTypes;

/// <summary>
/// Who may do what in calls of the types that exist on a fresh app. Frame recording follows what GetStream's types were seen to grant; the others
/// follow its tables, but that on <c>default</c> only the owner of a call ends it and takes members out.
/// </summary>
internal static class BuiltInGrants
{
    private static readonly string[] Everything = [.. Permissions.OfCalls.Select(permission => permission.Id)];

    private static readonly string[] FrameRecording = ["start-frame-recording", "stop-frame-recording"];

    private static readonly string[] Watching = ["join-call", "read-call"];

    private static readonly string[] Talking = ["send-audio", "send-video"];

    private static readonly string[] Attending = [.. Watching, "create-call-reaction", "enable-noise-cancellation", "send-event"];

    private static readonly string[] Hosting = ["create-call", .. Attending, "list-recordings", .. OfOwner(
        "block-user", "end-call", "join-backstage", "join-ended-call", "kick-user", "mute-users", "pin-call-track", "remove-call-member",
        "update-call", "update-call-member", "update-call-member-role", "update-call-permissions", "update-call-settings")];

    public static Dictionary<string, IReadOnlyList<string>> Of(string type)
    {
        var grants = type switch
        {
            "livestream" => Roles([.. Hosting, .. OfOwner("screenshare", "send-audio", "send-video"), .. FrameRecording], Attending),
            "audio_room" => Roles([.. Hosting, .. OfOwner("send-audio")], Attending),
            "development" => Roles(Everything, Everything),
            _ => Roles([.. Hosting, .. Talking, "screenshare"], [.. Attending, .. Talking]),
        };
        if (type == "audio_room")
        {
            grants["speaker"] = [.. Attending, "send-audio"];
        }

        // Everybody who signs in may do everything while an app is developed; who has no name may only look on.
        if (type is "livestream" or "development")
        {
            grants["anonymous"] = Watching;
        }

        return grants;
    }

    private static Dictionary<string, IReadOnlyList<string>> Roles(string[] user, string[] guest) => new()
    {
        ["admin"] = Everything,
        ["call_member"] = user,
        ["global_admin"] = Everything,
        ["global_read_only"] = ["read-call"],
        ["guest"] = guest,
        ["host"] = Everything,
        ["user"] = user,
    };

    private static string[] OfOwner(params string[] ids) => [.. ids.Select(id => $"{id}-owner")];
}
