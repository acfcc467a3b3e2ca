using OrleansFrames.EndToEnd.Tests.Contract;
using OrleansFrames.EndToEnd.Tests.Hosts;

namespace OrleansFrames.EndToEnd.Tests;

/// <summary>
/// Every error code that a caller can bring about, on both prefixes, in the form that SDKs parse. Outages (-1), slow bodies (23) and the rate limit (9)
/// are brought about where they can be made; 99 has no counterpart, since no app is ever suspended here.
/// </summary>
public sealed class EveryErrorTests(RunningSilo running) : IClassFixture<RunningSilo>
{
    private const string Call = "/video/call/default/errors";

    [Theory]
    [InlineData("/api/v2")]
    [InlineData("")]
    public async Task Every_code_has_its_status_and_form(string prefix)
    {
        using var drive = await Drive.OfAsync(running.Port, prefix);
        await KeysAndTokensAsync(drive);
        await drive.RefusedAsync(403, 17, "GET", "/video/calltypes", token: Tokens.Of("mallory"));
        await drive.RefusedAsync(404, 16, "GET", $"/video/call/default/never-made{prefix.Length}");
        await drive.RefusedAsync(404, 16, "GET", "/video/call/no-such-type/errors");
        await drive.RefusedAsync(404, 16, "GET", "/video/calltypes/no-such-type");
        await drive.RefusedAsync(404, 16, "GET", "/video/no/such/route");
        await drive.RefusedAsync(400, 4, "POST", Call, "{");
        await drive.RefusedAsync(400, 4, "POST", Call, """{"data":{"members":[{}]}}""");
        await drive.RefusedAsync(400, 4, "GET", "/video/call/default/a%20b");
        await drive.RefusedAsync(413, 22, "POST", Call, $$"""{"x":"{{new string('x', 2_000_000)}}"}""");
        Assert.True(drive.Wrong.Count == 0, string.Join(Environment.NewLine, drive.Wrong));
    }

    private static async Task KeysAndTokensAsync(Drive drive)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        await drive.RefusedAsync(401, 2, "GET", Call, key: "");
        await drive.RefusedAsync(401, 2, "GET", Call, key: "no-such-key");
        await drive.RefusedAsync(401, 5, "GET", Call, type: "");
        await drive.RefusedAsync(401, 5, "GET", Call, type: "oauth");
        await drive.RefusedAsync(401, 5, "GET", Call, token: "");
        await drive.RefusedAsync(401, 5, "GET", Call, token: "not.a.token");
        await drive.RefusedAsync(401, 40, "GET", Call, token: Tokens.Make(new { user_id = "ada", exp = now - 60 }));
        await drive.RefusedAsync(401, 41, "GET", Call, token: Tokens.Make(new { user_id = "ada", nbf = now + 3_600 }));
        await drive.RefusedAsync(401, 42, "GET", Call, token: Tokens.Make(new { user_id = "ada", iat = now + 3_600 }));
        await drive.RefusedAsync(401, 43, "GET", Call, token: Tokens.Server[..^4] + "AAAA");
    }
}
