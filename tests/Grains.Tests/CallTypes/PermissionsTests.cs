using OrleansFrames.CallTypes;

namespace OrleansFrames.Grains.Tests.CallTypes;

public sealed class PermissionsTests
{
    // GetStream's OwnCapability, as its specification lists it.
    private static readonly string[] Capabilities =
    [
        "block-users", "change-max-duration", "create-call", "create-reaction", "enable-noise-cancellation", "end-call", "join-backstage",
        "join-call", "join-ended-call", "kick-user", "mute-users", "pin-for-everyone", "read-call", "remove-call-member", "screenshare",
        "send-audio", "send-closed-captions-call", "send-video", "start-broadcast-call", "start-closed-captions-call", "start-frame-record-call",
        "start-individual-record-call", "start-raw-record-call", "start-record-call", "start-transcription-call", "stop-broadcast-call",
        "stop-closed-captions-call", "stop-frame-record-call", "stop-individual-record-call", "stop-raw-record-call", "stop-record-call",
        "stop-transcription-call", "update-call", "update-call-member", "update-call-permissions", "update-call-settings",
    ];

    [Fact]
    public void Capabilities_AreGetStreams() => Assert.Equal(Capabilities, Permissions.Capabilities);

    [Theory]
    [InlineData("StartFrameRecording", "start-frame-recording", "start-frame-record-call")]
    [InlineData("StopFrameRecording", "stop-frame-recording", "stop-frame-record-call")]
    [InlineData("StartRecording", "start-recording", "start-record-call")]
    [InlineData("StopIndividualRecording", "stop-individual-recording", "stop-individual-record-call")]
    [InlineData("StartBroadcasting", "start-broadcasting", "start-broadcast-call")]
    [InlineData("StopClosedCaptions", "stop-closed-captions", "stop-closed-captions-call")]
    [InlineData("CreateCall", "create-call", "create-call")]
    [InlineData("Screenshare", "screenshare", "screenshare")]
    [InlineData("UpdateCallMember", "update-call-member", "update-call-member")]
    [InlineData("BlockUser", "block-user", "block-users")]
    [InlineData("CreateCallReaction", "create-call-reaction", "create-reaction")]
    [InlineData("PinCallTrack", "pin-call-track", "pin-for-everyone")]
    [InlineData("UpdateCallMemberRole", "update-call-member-role", null)]
    public void OfCall_Action_HasItsThreeNames(string action, string id, string? capability)
        => Assert.Equal(new Permission(action, id, capability), Permissions.OfCall(action));

    [Theory]
    [InlineData("PutParticipant")]
    [InlineData("UpdateUser")]
    [InlineData("startframerecording")]
    [InlineData("start-frame-recording")]
    [InlineData("")]
    public void OfCall_OtherAction_IsNone(string action) => Assert.Null(Permissions.OfCall(action));

    [Fact]
    public void Names_AreUnique()
    {
        var names = Permissions.OfCalls.SelectMany(permission => (string?[])[permission.Id, permission.Capability == permission.Id ? null : permission.Capability]);
        Assert.Empty(names.OfType<string>().GroupBy(name => name).Where(same => same.Count() > 1).Select(same => same.Key));
        Assert.Empty(Permissions.OfCalls.GroupBy(permission => permission.Action).Where(same => same.Count() > 1).Select(same => same.Key));
    }
}
