using OrleansFrames.CallTypes;

namespace OrleansFrames.Grains.Tests.CallTypes;

public sealed class BuiltInGrantsTests
{
    [Theory]
    [InlineData("default", "admin", true)]
    [InlineData("default", "host", true)]
    [InlineData("default", "user", false)]
    [InlineData("default", "call_member", false)]
    [InlineData("default", "guest", false)]
    [InlineData("default", "global_admin", true)]
    [InlineData("default", "global_read_only", false)]
    [InlineData("audio_room", "host", true)]
    [InlineData("audio_room", "speaker", false)]
    [InlineData("audio_room", "user", false)]
    [InlineData("livestream", "host", true)]
    [InlineData("livestream", "user", true)]
    [InlineData("livestream", "call_member", true)]
    [InlineData("livestream", "guest", false)]
    [InlineData("livestream", "anonymous", false)]
    [InlineData("development", "user", true)]
    [InlineData("development", "guest", true)]
    [InlineData("development", "anonymous", false)]
    public void FrameRecording_IsTheRolesThatMayByDefault(string type, string role, bool may)
    {
        foreach (var isOwner in (bool[])[false, true])
        {
            Granted granted = new(BuiltInGrants.Of(type), [role], isOwner);
            Assert.Equal(may, granted.Allows(Permissions.OfCall("StartFrameRecording")!));
            Assert.Equal(may, granted.Allows(Permissions.OfCall("StopFrameRecording")!));
            Assert.True(granted.Allows(Permissions.ReadCall));
        }
    }

    [Theory]
    [InlineData("default", "admin call_member global_admin global_read_only guest host user")]
    [InlineData("audio_room", "admin call_member global_admin global_read_only guest host speaker user")]
    [InlineData("livestream", "admin anonymous call_member global_admin global_read_only guest host user")]
    [InlineData("development", "admin anonymous call_member global_admin global_read_only guest host user")]
    public void Roles_AreGetStreamsAndHost(string type, string roles) => Assert.Equal(roles, string.Join(' ', BuiltInGrants.Of(type).Keys.Order()));

    [Theory]
    [InlineData("default")]
    [InlineData("audio_room")]
    [InlineData("livestream")]
    [InlineData("development")]
    public void Grants_AllMeanSomething(string type)
    {
        var ids = Permissions.OfCalls.Select(permission => permission.Id).ToHashSet();
        Assert.Empty(BuiltInGrants.Of(type).Values.SelectMany(grants => grants).Select(grant => grant.Replace("-owner", "", StringComparison.Ordinal)).Except(ids));
    }

    [Theory]
    [InlineData("default")]
    [InlineData("audio_room")]
    [InlineData("livestream")]
    public void Users_ModerateTheirOwnCallsAlone(string type)
    {
        var others = new Granted(BuiltInGrants.Of(type), ["user", "call_member"], isOwner: false);
        var own = new Granted(BuiltInGrants.Of(type), ["user"], isOwner: true);
        foreach (var action in (string[])["EndCall", "KickUser", "BlockUser", "MuteUsers", "UpdateCall", "UpdateCallMember", "UpdateCallMemberRole", "RemoveCallMember"])
        {
            Assert.False(others.Allows(Permissions.OfCall(action)!), action);
            Assert.True(own.Allows(Permissions.OfCall(action)!), action);
        }
    }
}
