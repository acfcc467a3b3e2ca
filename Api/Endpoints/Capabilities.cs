namespace OrleansFrames.Api.Endpoints;

/// <summary>GetStream's OwnCapability values.</summary>
internal static class Capabilities
{
    /// <summary>All of them: requests with a server-side token skip permission checks.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        "block-users", "change-max-duration", "create-call", "create-reaction", "enable-noise-cancellation", "end-call", "join-backstage",
        "join-call", "join-ended-call", "kick-user", "mute-users", "pin-for-everyone", "read-call", "remove-call-member", "screenshare",
        "send-audio", "send-closed-captions-call", "send-video", "start-broadcast-call", "start-closed-captions-call", "start-frame-record-call",
        "start-individual-record-call", "start-raw-record-call", "start-record-call", "start-transcription-call", "stop-broadcast-call",
        "stop-closed-captions-call", "stop-frame-record-call", "stop-individual-record-call", "stop-raw-record-call", "stop-record-call",
        "stop-transcription-call", "update-call", "update-call-member", "update-call-permissions", "update-call-settings",
    ];
}
