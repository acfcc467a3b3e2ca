using OrleansFrames.Json;
using OrleansFrames.Users;

namespace OrleansFrames.Grains.Tests.Users;

public sealed class UserPatchingTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private static readonly UserResponse Ann = new("ann", "host")
    {
        Name = "Ann",
        Image = "i",
        Language = "de",
        Invisible = true,
        Teams = ["red"],
        Custom = new("""{"a":1,"b":{"c":2,"d":[3]}}"""),
    };

    [Fact]
    public void Nothing_LeavesAllButTheTime() => Assert.Equal(Ann with { UpdatedAt = Now }, UserPatching.Apply(Ann, new(new UserRequest("ann")), Now));

    [Fact]
    public void Set_ChangesWhatIsNamed()
    {
        var user = UserPatching.Apply(Ann, new(new UserRequest("ann") { Name = "Anna", Role = "admin", Invisible = false, Teams = ["blue"] }), Now);
        Assert.Equal(("Anna", "i", "admin", "de", false), (user.Name, user.Image, user.Role, user.Language, user.Invisible));
        Assert.Equal(["blue"], user.Teams);
        Assert.Equal(Ann.Custom, user.Custom);
    }

    [Fact]
    public void Unset_EmptiesEvenWhatIsSet()
    {
        var user = UserPatching.Apply(Ann, new(new UserRequest("ann") { Name = "Anna" }) { Unset = ["name", "image", "language", "invisible", "teams"] }, Now);
        Assert.Equal((null, null, "", false, 0), (user.Name, user.Image, user.Language, user.Invisible, user.Teams.Count));
    }

    [Theory]
    [InlineData("x", "5", """{"a":1,"b":{"c":2,"d":[3]},"x":5}""")]
    [InlineData("b.c", "null", """{"a":1,"b":{"c":null,"d":[3]}}""")]
    [InlineData("b.e.f", "\"ü<\"", """{"a":1,"b":{"c":2,"d":[3],"e":{"f":"ü<"}}}""")]
    [InlineData("a.b", "true", """{"a":{"b":true},"b":{"c":2,"d":[3]}}""")]
    [InlineData("b", "[1,{\"k\":1.50}]", """{"a":1,"b":[1,{"k":1.50}]}""")]
    public void CustomMember_IsSetByItsPath(string path, string value, string custom)
        => Assert.Equal(custom, Custom(new(new UserRequest("ann")) { CustomMembers = new Dictionary<string, RawJson> { [path] = new(value) } }));

    [Theory]
    [InlineData("a", """{"b":{"c":2,"d":[3]}}""")]
    [InlineData("b.c", """{"a":1,"b":{"d":[3]}}""")]
    [InlineData("b.x.y", """{"a":1,"b":{"c":2,"d":[3]}}""")]
    [InlineData("a.x", """{"a":1,"b":{"c":2,"d":[3]}}""")]
    [InlineData("", "{}")]
    public void CustomMember_GoesByItsPath(string path, string custom) => Assert.Equal(custom, Custom(new(new UserRequest("ann")) { UnsetCustom = [path] }));

    [Fact]
    public void Custom_IsReplacedBeforeItsMembersAreSet()
        => Assert.Equal("""{"z":1,"x":2}""", Custom(new(new UserRequest("ann") { Custom = new("""{"z":1}""") }) { CustomMembers = new Dictionary<string, RawJson> { ["x"] = new("2") } }));

    private static string Custom(UserPatch patch) => UserPatching.Apply(Ann, patch, Now).Custom.Text;
}
