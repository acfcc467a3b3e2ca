using OrleansFrames.CallTypes;

namespace OrleansFrames.Grains.Tests.CallTypes;

public sealed class GrantedTests
{
    private static readonly Permission Start = Permissions.OfCall("StartFrameRecording")!;

    [Theory]
    [InlineData("start-frame-recording", true)]
    [InlineData("start-frame-record-call", true)]
    [InlineData("start-frame-recording-any-team", true)]
    [InlineData("stop-frame-recording", false)]
    [InlineData("StartFrameRecording", false)]
    [InlineData("Start-Frame-Recording", false)]
    [InlineData(" start-frame-recording", false)]
    [InlineData("start-frame", false)]
    [InlineData("start-frame-recording-everywhere", false)]
    [InlineData("-owner", false)]
    [InlineData("-any-team", false)]
    [InlineData("", false)]
    [InlineData("*", false)]
    public void Allows_Grant_NamesThePermissionOrItsCapability(string grant, bool allowed)
    {
        Assert.Equal(allowed, Of(grant).Allows(Start));
        Assert.Equal(allowed, Of(grant, isOwner: true).Allows(Start));
    }

    [Theory]
    [InlineData("start-frame-recording-owner")]
    [InlineData("start-frame-record-call-owner")]
    [InlineData("start-frame-recording-any-team-owner")]
    [InlineData("start-frame-recording-owner-any-team")]
    public void Allows_OwnersGrant_CountsForTheOwnerAlone(string grant)
    {
        Assert.True(Of(grant, isOwner: true).Allows(Start));
        Assert.False(Of(grant).Allows(Start));
        Assert.Empty(Of(grant).Capabilities);
    }

    [Fact]
    public void Allows_SeveralRoles_AddUp()
    {
        Dictionary<string, IReadOnlyList<string>> grants = new()
        {
            ["user"] = ["read-call"],
            ["call_member"] = ["join-call", "what-is-this"],
            ["host"] = ["start-frame-recording"],
        };
        Granted granted = new(grants, ["user", "call_member", "user", "unheard-of"], isOwner: false);
        Assert.Equal(["join-call", "read-call"], granted.Capabilities);
        Assert.False(granted.Allows(Start));
        Assert.True(new Granted(grants, ["user", "host"], isOwner: false).Allows(Start));
        Assert.Empty(new Granted(grants, [], isOwner: true).Capabilities);
    }

    [Fact]
    public void Deny_BothNames_AreGone()
    {
        Granted granted = new(new Dictionary<string, IReadOnlyList<string>> { ["user"] = ["start-frame-recording", "start-frame-record-call", "read-call"] }, ["user"], false);
        granted.Deny(Start);
        Assert.False(granted.Allows(Start));
        Assert.Equal(["read-call"], granted.Capabilities);
    }

    [Fact]
    public void Capabilities_AreInTheirOwnNames()
        => Assert.Equal(
            ["block-users", "create-reaction", "pin-for-everyone", "start-frame-record-call", "stop-frame-record-call"],
            Of("block-user", "create-call-reaction", "pin-call-track", "start-frame-recording", "stop-frame-recording", "update-call-member-role").Capabilities);

    private static Granted Of(params string[] grants) => new(Map(grants), ["user"], isOwner: false);

    private static Granted Of(string grant, bool isOwner) => new(Map([grant]), ["user"], isOwner);

    private static Dictionary<string, IReadOnlyList<string>> Map(string[] grants) => new() { ["user"] = grants };
}
