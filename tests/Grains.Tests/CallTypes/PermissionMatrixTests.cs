using System.Text.Json;
using OrleansFrames.Grains.Tests.Hosting;

namespace OrleansFrames.Grains.Tests.CallTypes;

/// <summary>
/// Who may start and stop frame recording: roles x call types x kinds of token, over HTTP. Every row shows both answers: the recording that the
/// token is refused is then started, and stopped, by a server.
/// </summary>
public sealed class PermissionMatrixTests(FramesCluster cluster) : IClassFixture<FramesCluster>, IAsyncLifetime
{
    private const string OtherCalls = "The token is good for other calls only (call_cids)";
    private const string Everybody = "admin user guest host call_member owner usher";

    /// <summary>The type that the tests make: what it does not name is as in <c>default</c>.</summary>
    private static readonly Dictionary<string, string[]> Conference = new()
    {
        ["user"] = ["create-call", "read-call", "start-frame-recording-owner", "stop-frame-recording-owner"],
        ["guest"] = ["start-frame-record-call", "no-such-permission"],
        ["usher"] = ["stop-frame-recording-any-team"],
        ["host"] = [],
        ["viewer"] = ["start-frame-recording"],
    };

    private FramesHttp _http = null!;

    public static TheoryData<string> Types => ["default", "audio_room", "livestream", "development", "conference"];

    /// <summary>Type, and the roles that may start and that may stop; all others may not.</summary>
    public static TheoryData<string, string, bool, bool> Rows
    {
        get
        {
            (string Type, string Start, string Stop)[] types =
            [
                ("default", "admin host", "admin host"),
                ("audio_room", "admin host", "admin host"),
                ("livestream", "admin user host call_member owner", "admin user host call_member owner"),
                ("development", "admin user guest host call_member owner", "admin user guest host call_member owner"),
                ("conference", "admin guest owner", "admin usher owner"),
            ];
            TheoryData<string, string, bool, bool> rows = [];
            foreach (var (type, start, stop) in types)
            {
                foreach (var role in Everybody.Split(' '))
                {
                    rows.Add(type, role, start.Split(' ').Contains(role), stop.Split(' ').Contains(role));
                }
            }

            return rows;
        }
    }

    public async Task InitializeAsync()
    {
        _http = await FramesHttp.StartAsync(cluster);
        Assert.Equal(201, (await ServeAsync("POST", "/api/v2/video/calltypes", new { name = "conference", grants = Conference })).Status);
    }

    public async Task DisposeAsync() => await _http.DisposeAsync();

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task UserToken_Role_IsAnsweredByTheGrants(string type, string role, bool mayStart, bool mayStop)
    {
        var path = await CallAsync(type, role);
        var id = role == "owner" ? "maker" : "ann";
        await AssertBothAsync(path, FramesHttp.Token(new { user_id = id }), (id, AppRole(role)), mayStart, mayStop);
    }

    /// <summary>The role is lent by the token to a user who has none of its own that counts.</summary>
    [Theory]
    [MemberData(nameof(Rows))]
    public async Task CallToken_LentRole_IsAnsweredByTheGrants(string type, string role, bool mayStart, bool mayStop)
    {
        if (role == "owner")
        {
            // The owner is a user, and no role that a token could lend.
            (mayStart, mayStop) = (false, false);
        }

        var path = await CallAsync(type, "nothing");
        var token = FramesHttp.Token(new { user_id = "ann", role, call_cids = new[] { "default:elsewhere", Cid(path) } });
        await AssertBothAsync(path, token, ("ann", "nothing"), mayStart, mayStop);
    }

    /// <summary>The user is host and admin, and owner of the call.</summary>
    [Theory]
    [MemberData(nameof(Types))]
    public async Task CallTokenOfAnotherCall_WhoeverItIs_IsRefused(string type)
    {
        var path = await CallAsync(type, "host");
        foreach (var user in (string[])["ann", "maker"])
        {
            var token = FramesHttp.Token(new { user_id = user, role = "admin", call_cids = new[] { $"{type}:other", $"{Cid(path)}2" } });
            await AssertOneAsync(path, token, "StartFrameRecording", "start_frame_recording", OtherCalls);
            await AssertOneAsync(path, token, "StopFrameRecording", "stop_frame_recording", OtherCalls);
        }
    }

    [Theory]
    [MemberData(nameof(Types))]
    public async Task ServerToken_EveryType_IsAllowed(string type)
    {
        var path = await CallAsync(type, "user");
        Assert.Equal(201, (await ServeAsync("POST", $"{path}/start_frame_recording")).Status);
        Assert.Equal(201, (await ServeAsync("POST", $"{path}/stop_frame_recording")).Status);
    }

    [Theory]
    [MemberData(nameof(Types))]
    public async Task Anonymous_EveryType_IsRefusedUnlessTheRoleIsLent(string type)
    {
        foreach (var token in (string[])[FramesHttp.NoToken, FramesHttp.Token(new { user_id = "!anon" })])
        {
            await AssertBothAsync(await CallAsync(type, "user"), token, ("!anon", "anonymous"), mayStart: false, mayStop: false);
        }

        var path = await CallAsync(type, "user");
        var viewer = FramesHttp.Token(new { user_id = "!anon", role = "viewer", call_cids = new[] { Cid(path) } });
        await AssertBothAsync(path, viewer, ("!anon", "anonymous"), mayStart: type == "conference", mayStop: false);
    }

    [Fact]
    public async Task Grants_Changed_CountAtOnceInCallsThatExist()
    {
        var path = await CallAsync("default", "user");
        var token = FramesHttp.Token(new { user_id = "ann" });
        Assert.Equal(403, (await _http.SendAsync(token, "POST", $"{path}/start_frame_recording")).Status);
        await ServeAsync("PUT", "/api/v2/video/calltypes/default", new { grants = new { user = (string[])["read-call", "start-frame-record-call"] } });
        Assert.Equal(201, (await _http.SendAsync(token, "POST", $"{path}/start_frame_recording")).Status);
        Assert.Equal(["read-call", "start-frame-record-call"], await CapabilitiesAsync(token, path));
        Assert.Equal(403, (await _http.SendAsync(token, "POST", $"{path}/stop_frame_recording")).Status);
        await ServeAsync("PUT", "/api/v2/video/calltypes/default", new { grants = new { user = (string[])["stop-frame-recording"] } });
        Assert.Equal(201, (await _http.SendAsync(token, "POST", $"{path}/stop_frame_recording")).Status);
        Assert.Equal(403, (await _http.SendAsync(token, "GET", path)).Status);
    }

    /// <summary>Answers of a token to start and stop, with a server doing what it may not.</summary>
    private async Task AssertBothAsync(string path, string token, (string Id, string Role) who, bool mayStart, bool mayStop)
    {
        await AssertAsync("StartFrameRecording", "start_frame_recording", mayStart);
        await AssertAsync("StopFrameRecording", "stop_frame_recording", mayStop);

        Task AssertAsync(string action, string step, bool may) => AssertOneAsync(
            path, token, action, step, may ? null : $"User '{who.Id}' with role '{who.Role}' is not allowed to perform action {action} in scope 'video:{Cid(path).Split(':')[0]}'");
    }

    private async Task AssertOneAsync(string path, string token, string operation, string step, string? refusal)
    {
        var (status, body) = await _http.SendAsync(token, "POST", $"{path}/{step}");
        if (refusal is null)
        {
            Assert.Equal(201, status);
        }
        else
        {
            Assert.Equal((403, 17), (status, body.GetProperty("code").GetInt32()));
            Assert.Equal($"{operation} failed with error: \"{refusal}\"", body.GetProperty("message").GetString());
            Assert.Equal(201, (await ServeAsync("POST", $"{path}/{step}")).Status);
        }
    }

    /// <summary>A call with a live session, made by the user maker; ann has the role, as a member where it is one of calls.</summary>
    private async Task<string> CallAsync(string type, string role)
    {
        await ServeAsync("POST", "/api/v2/users", new { users = new { ann = new { id = "ann", role = AppRole(role) }, maker = new { id = "maker", role = "user" } } });
        object[] members = role switch
        {
            "call_member" => [new { user_id = "ann" }],
            "host" => [new { user_id = "ann", role }],
            _ => [],
        };
        var path = $"/video/call/{type}/c-{Guid.NewGuid():N}";
        Assert.Equal(201, (await ServeAsync("POST", path, new { data = new { created_by_id = "maker", members } })).Status);
        Assert.Equal(201, (await ServeAsync("PUT", $"{path}/participants/s1", new { user_id = "maker", tracks = (object[])[] })).Status);
        return path;
    }

    // A user who is nothing but a member of the call has no role that counts by itself.
    private static string AppRole(string role) => role switch
    {
        "call_member" or "host" => "nothing",
        "owner" => "user",
        _ => role,
    };

    private static string Cid(string path) => string.Join(':', path.Split('/')[^2..]);

    private async Task<IEnumerable<string?>> CapabilitiesAsync(string token, string path)
        => (await _http.SendAsync(token, "GET", path)).Body.GetProperty("own_capabilities").EnumerateArray().Select(one => one.GetString());

    private Task<(int Status, JsonElement Body)> ServeAsync(string method, string path, object? body = null) => _http.SendAsync(FramesHttp.Server, method, path, body);
}
