namespace OrleansFrames.CallTypes;

/// <summary>All permissions (names of GetStream/protocol). An action that is not among them is never granted: only servers may do it.</summary>
public static class Permissions
{
    public static Permission CreateCall { get; } = Permission.Plain("CreateCall");

    public static Permission ReadCall { get; } = Permission.Plain("ReadCall");

    public static Permission DeleteCall { get; } = Permission.Named("DeleteCall", null);

    public static Permission UpdateCallSettings { get; } = Permission.Plain("UpdateCallSettings");

    public static Permission UpdateCallMember { get; } = Permission.Plain("UpdateCallMember");

    public static Permission UpdateCallMemberRole { get; } = Permission.Named("UpdateCallMemberRole", null);

    public static Permission RemoveCallMember { get; } = Permission.Plain("RemoveCallMember");

    /// <summary>Granted by call types.</summary>
    public static IReadOnlyList<Permission> OfCalls { get; } =
    [
        CreateCall,
        ReadCall,
        Permission.Plain("JoinCall"),
        Permission.Plain("JoinBackstage"),
        Permission.Plain("JoinEndedCall"),
        Permission.Plain("UpdateCall"),
        UpdateCallSettings,
        Permission.Plain("UpdateCallPermissions"),
        UpdateCallMember,
        UpdateCallMemberRole,
        RemoveCallMember,
        Permission.Plain("ChangeMaxDuration"),
        Permission.Plain("EndCall"),
        DeleteCall,
        Permission.Named("BlockUser", "block-users"),
        Permission.Plain("KickUser"),
        Permission.Plain("MuteUsers"),
        Permission.Plain("SendAudio"),
        Permission.Plain("SendVideo"),
        Permission.Plain("Screenshare"),
        Permission.Plain("EnableNoiseCancellation"),
        Permission.Named("CreateCallReaction", "create-reaction"),
        Permission.Named("PinCallTrack", "pin-for-everyone"),
        Permission.Named("SendEvent", null),
        Permission.Named("SendClosedCaptions", "send-closed-captions-call"),
        Permission.Named("ListRecordings", null),
        Permission.Named("DeleteRecording", null),
        .. Switched("FrameRecording", "frame-record-call"),
        .. Switched("Recording", "record-call"),
        .. Switched("IndividualRecording", "individual-record-call"),
        .. Switched("RawRecording", "raw-record-call"),
        .. Switched("Transcription", "transcription-call"),
        .. Switched("ClosedCaptions", "closed-captions-call"),
        .. Switched("Broadcasting", "broadcast-call"),
    ];

    /// <summary>Granted by the app.</summary>
    public static IReadOnlyList<Permission> OfApps { get; } =
    [
        Permission.Named("UpdateUser", null),
        Permission.Named("UpdateUserRole", null),
        Permission.Named("SearchUser", null),
        Permission.Named("BanUser", null),
    ];

    /// <summary>All values of GetStream's OwnCapability.</summary>
    public static IReadOnlyList<string> Capabilities { get; } = [.. OfCalls.Select(permission => permission.Capability).OfType<string>().Order(StringComparer.Ordinal)];

    /// <summary>The permission of a call's action; null when no grant can give it.</summary>
    public static Permission? OfCall(string action) => OfCalls.FirstOrDefault(permission => permission.Action == action);

    /// <summary>The permission of an app's action; null when no grant can give it.</summary>
    public static Permission? OfApp(string action) => OfApps.FirstOrDefault(permission => permission.Action == action);

    private static Permission[] Switched(string what, string capability)
        => [Permission.Named($"Start{what}", $"start-{capability}"), Permission.Named($"Stop{what}", $"stop-{capability}")];
}
