using System.Globalization;
using System.Text.Json;
using OrleansFrames.Grains.Tests.Hosting;
using OrleansFrames.Users;

namespace OrleansFrames.Grains.Tests.Calls;

/// <summary>What users do in their own name, over HTTP.</summary>
public sealed class UserTokenTests(FramesCluster cluster) : IClassFixture<FramesCluster>, IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly string _path = $"/video/call/default/c-{Guid.NewGuid():N}";
    private FramesHttp _http = null!;

    private static string Ann { get; } = FramesHttp.Token(new { user_id = "ann" });

    private static string Ben { get; } = FramesHttp.Token(new { user_id = "ben" });

    private static string Anonymous { get; } = FramesHttp.Token(new { user_id = Actor.AnonymousId });

    public async Task InitializeAsync() => _http = await FramesHttp.StartAsync(cluster);

    public async Task DisposeAsync() => await _http.DisposeAsync();

    [Fact]
    public async Task GetOrCreate_ByAUser_IsTheUsersCall()
    {
        var made = await _http.SendAsync(Ann, "POST", _path, new { data = new { created_by_id = "ben" } });
        Assert.Equal(201, made.Status);
        Assert.Equal("ann user", $"{At(made.Body, "call.created_by.id")} {At(made.Body, "call.created_by.role")}");
        Assert.Empty(((string[])["end-call", "kick-user", "read-call", "update-call"]).Except(Capabilities(made.Body)));
        Assert.DoesNotContain("start-frame-record-call", Capabilities(made.Body));

        var seen = await _http.SendAsync(Ben, "POST", _path, new { });
        Assert.False(seen.Body.GetProperty("created").GetBoolean());
        Assert.Equal("ann", At(seen.Body, "call.created_by.id"));
        Assert.Equal(
            ["create-call", "create-reaction", "enable-noise-cancellation", "join-call", "read-call", "screenshare", "send-audio", "send-video"],
            Capabilities(seen.Body));
    }

    [Fact]
    public async Task GetOrCreate_ByAMemberWithARole_HasItsCapabilitiesAtOnce()
    {
        var made = await _http.SendAsync(Ann, "POST", _path, new { data = new { members = (object[])[new { user_id = "ann", role = "host" }] } });
        Assert.Contains("start-frame-record-call", Capabilities(made.Body));
        Assert.Equal(Capabilities(made.Body), Capabilities((await _http.SendAsync(Ann, "GET", _path)).Body));
        Assert.Equal(Capabilities(made.Body), Capabilities((await _http.SendAsync(Ann, "PATCH", _path, new { })).Body));
    }

    [Fact]
    public async Task GetOrCreate_Anonymous_MakesNeitherCallNorUser()
    {
        foreach (var token in (string[])[Anonymous, FramesHttp.NoToken])
        {
            var refused = await _http.SendAsync(token, "POST", "/video/call/development/open", new { });
            AssertRefused(refused, 403, "GetOrCreateCall", "User '!anon' with role 'anonymous' is not allowed to perform action CreateCall in scope 'video:development'");
            AssertRefused(await _http.SendAsync(FramesHttp.Server, "GET", "/video/call/development/open"), 404, "GetCall", "Can't find call with id development:open");
        }
    }

    [Fact]
    public async Task GetOrCreate_GuestOnDefault_IsToldWhatItLacks()
    {
        await _http.SendAsync(FramesHttp.Server, "POST", "/api/v2/users", new { users = new { ann = new { id = "ann", role = "guest" } } });
        AssertRefused(
            await _http.SendAsync(Ann, "POST", _path, new { }), 403, "GetOrCreateCall", "User 'ann' with role 'guest' is not allowed to perform action CreateCall in scope 'video:default'");
        await _http.SendAsync(Ben, "POST", _path, new { });
        Assert.Equal(201, (await _http.SendAsync(Ann, "POST", _path, new { })).Status);
    }

    /// <summary>A call of one's own must not be a way around what is not granted: settings start recordings, roles allow them.</summary>
    [Fact]
    public async Task SettingsAndRoles_NeedTheirOwnPermissions()
    {
        await _http.SendAsync(FramesHttp.Server, "PUT", "/api/v2/video/calltypes/default", new { grants = new { user = (string[])["create-call", "read-call", "update-call"] } });
        object settings = new { frame_recording = new { mode = "auto-on", capture_interval_in_seconds = 2 } };
        const string refused = "User 'ann' with role 'user' is not allowed to perform action {0} in scope 'video:default'";
        AssertRefused(
            await _http.SendAsync(Ann, "POST", _path, new { data = new { settings_override = settings } }),
            403, "GetOrCreateCall", string.Format(CultureInfo.InvariantCulture, refused, "UpdateCallSettings"));
        AssertRefused(
            await _http.SendAsync(Ann, "POST", _path, new { data = new { members = (object[])[new { user_id = "ann", role = "host" }] } }),
            403, "GetOrCreateCall", string.Format(CultureInfo.InvariantCulture, refused, "UpdateCallMemberRole"));
        Assert.Equal(404, (await _http.SendAsync(Ann, "GET", _path)).Status);

        Assert.Equal(201, (await _http.SendAsync(Ann, "POST", _path, new { data = new { members = (object[])[new { user_id = "ben" }] } })).Status);
        AssertRefused(
            await _http.SendAsync(Ann, "PATCH", _path, new { settings_override = settings }),
            403, "UpdateCall", string.Format(CultureInfo.InvariantCulture, refused, "UpdateCallSettings"));
        Assert.Equal(200, (await _http.SendAsync(Ann, "PATCH", _path, new { custom = new { } })).Status);
        // What a call that exists would not take from the body needs no permission.
        Assert.Equal(201, (await _http.SendAsync(Ann, "POST", _path, new { data = new { settings_override = settings } })).Status);
    }

    [Theory]
    [InlineData("server")]
    [InlineData("user")]
    [InlineData("anonymous")]
    public async Task TypeAndCall_ThatAreNotThere_ComeFirst(string kind)
    {
        var token = kind switch { "server" => FramesHttp.Server, "user" => Ann, _ => FramesHttp.NoToken };
        foreach (var (method, path, operation) in new[] { ("POST", "", "GetOrCreateCall"), ("GET", "/frames", "ListFrames"), ("POST", "/start_frame_recording", "StartFrameRecording") })
        {
            AssertRefused(
                await _http.SendAsync(token, method, $"/video/call/conference/c{path}", method == "GET" ? null : new { data = 7 }), 404, operation, "conference: call type does not exist");
        }

        AssertRefused(await _http.SendAsync(token, "PATCH", _path, new { custom = 7 }), 404, "UpdateCall", $"Can't find call with id {Cid}");
        AssertRefused(await _http.SendAsync(token, "PUT", $"{_path}/participants/s", new { }), 404, "PutParticipant", $"Can't find call with id {Cid}");
    }

    [Fact]
    public async Task Permission_ComesBeforeInput_AndInputBeforeState()
    {
        await _http.SendAsync(Ann, "POST", _path, new { });
        AssertRefused(
            await _http.SendAsync(Ben, "PATCH", _path, new { custom = 7 }), 403, "UpdateCall", "User 'ben' with role 'user' is not allowed to perform action UpdateCall in scope 'video:default'");
        Assert.Equal(400, (await _http.SendAsync(Ann, "PATCH", _path, new { custom = 7 })).Status);
        AssertRefused(
            await _http.SendAsync(FramesHttp.Server, "POST", $"{_path}/start_frame_recording", new { recording_external_storage = 7 }),
            400, "StartFrameRecording", "recording_external_storage: must be a string");
        AssertRefused(await _http.SendAsync(FramesHttp.Server, "POST", $"{_path}/start_frame_recording"), 400, "StartFrameRecording", "there is no active session");
    }

    [Fact]
    public async Task Users_ArePutByServersAndAdminsAlone()
    {
        object body = new { users = new { ann = new { id = "ann", role = "admin" } } };
        AssertRefused(await _http.SendAsync(Ann, "POST", "/api/v2/users", body), 403, "UpdateUsers", "User 'ann' with role 'user' is not allowed to perform action UpdateUser in scope '.app'");
        Assert.Equal(201, (await _http.SendAsync(FramesHttp.Server, "POST", "/api/v2/users", body)).Status);
        Assert.Equal(201, (await _http.SendAsync(Ann, "POST", "/api/v2/users", body)).Status);
    }

    [Fact]
    public async Task Members_AreTheOwnersToMake()
    {
        await _http.SendAsync(Ann, "POST", _path, new { data = new { members = (object[])[new { user_id = "john", role = "admin" }, new { user_id = "jack" }, new { user_id = "john", role = "user" }] } });
        object update = new { update_members = (object[])[new { user_id = "sara" }, new { user_id = "jane", role = "admin" }, new { user_id = "john", role = "host" }] };
        AssertRefused(
            await _http.SendAsync(Ben, "POST", $"{_path}/members", update), 403, "UpdateCallMembers", "User 'ben' with role 'user' is not allowed to perform action UpdateCallMember in scope 'video:default'");
        var updated = await _http.SendAsync(Ann, "POST", $"{_path}/members", update);
        Assert.Equal(["sara call_member", "jane admin", "john host"], Members(updated.Body));
        Assert.Equal(["john host", "jack call_member", "sara call_member", "jane admin"], Members((await _http.SendAsync(Ann, "GET", _path)).Body));
        Assert.Empty(Members((await _http.SendAsync(Ann, "POST", $"{_path}/members", new { remove_members = (string[])["jack", "sara", "nobody"] })).Body));
        Assert.Equal(["john host", "jane admin"], Members((await _http.SendAsync(Ann, "GET", _path)).Body));
    }

    [Fact]
    public async Task BlockedAndBannedUsers_AreToldSo_UntilTheyAreNot()
    {
        await _http.SendAsync(Ann, "POST", _path, new { });
        var call = cluster.Grains.GetCall(_http.App, Cid);
        var ann = cluster.Grains.GetUser(_http.App, "ann");

        await call.BlockUserAsync("ann", "ben", None);
        AssertRefused(await _http.SendAsync(Ann, "GET", _path), 403, "GetCall", "User 'ann' is blocked from the call");
        Assert.Equal(201, (await _http.SendAsync(Ann, "POST", $"{_path}2", new { })).Status);
        await call.UnblockUserAsync("ann", None);
        Assert.Equal(200, (await _http.SendAsync(Ann, "GET", _path)).Status);

        await ann.BanAsync(new("ben", TimeoutMinutes: null, "rude", Shadow: false), None);
        AssertRefused(await _http.SendAsync(Ann, "GET", _path), 403, "GetCall", "User 'ann' is banned");
        AssertRefused(await _http.SendAsync(Ann, "POST", $"{_path}3", new { }), 403, "GetOrCreateCall", "User 'ann' is banned");
        AssertRefused(await _http.SendAsync(Ann, "POST", "/api/v2/users", new { users = new { } }), 403, "UpdateUsers", "User 'ann' is banned");
        await ann.UnbanAsync(None);
        Assert.Equal(200, (await _http.SendAsync(Ann, "GET", _path)).Status);
    }

    private string Cid => string.Join(':', _path.Split('/')[^2..]);

    private static IEnumerable<string?> Members(JsonElement body)
        => body.GetProperty("members").EnumerateArray().Select(member => $"{At(member, "user_id")} {At(member, "role")}");

    private static IEnumerable<string> Capabilities(JsonElement body) => body.GetProperty("own_capabilities").EnumerateArray().Select(one => one.GetString()!);

    private static string? At(JsonElement body, string path) => path.Split('.').Aggregate(body, (element, name) => element.GetProperty(name)).GetString();

    private static void AssertRefused((int Status, JsonElement Body) reply, int status, string operation, string text)
        => Assert.Equal((status, $"{operation} failed with error: \"{text}\""), (reply.Status, At(reply.Body, "message")));
}
