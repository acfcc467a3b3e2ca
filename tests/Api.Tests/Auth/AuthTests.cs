using OrleansFrames.Api.Tests.Hosting;

namespace OrleansFrames.Api.Tests.Auth;

[Collection(ApiSuite.Name)]
public sealed class AuthTests(ApiCluster cluster) : IAsyncLifetime
{
    private const string Path = "/api/v2/app";
    private const string LongSecret = "another-secret-of-more-than-32-characters";
    private const string ShortSecret = "sixteen-to-31-bytes";

    // 2026-01-01T00:00:00Z
    private const long Now = 1_767_225_600;

    private readonly ManualClock _clock = new(DateTimeOffset.FromUnixTimeSeconds(Now));
    private ApiHost _host = null!;

    public async Task InitializeAsync() => _host = await ApiHost.StartAsync(cluster, clock: _clock);

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"server":true}""")]
    [InlineData("""{"nbf":1767225595,"iat":1767225595,"exp":1767229200}""")]
    [InlineData("""{"iat":1767225603.5}""")]
    public async Task A_token_without_user_id_is_server_side(string payload)
        => Assert.Equal(200, (await SendAsync(Jwt.Make(payload))).Status);

    [Theory]
    [InlineData("""{"exp":1767225600}""", 40)]
    [InlineData("""{"exp":0}""", 40)]
    [InlineData("""{"nbf":1767225700}""", 41)]
    [InlineData("""{"iat":1767229200}""", 42)]
    [InlineData("""{"exp":"1767229200"}""", 5)]
    [InlineData("""{"iat":"1767225600"}""", 5)]
    [InlineData("""{"exp":1767229200,"exp":1767229201}""", 5)]
    [InlineData("""{"exp":1e999}""", 5)]
    [InlineData("""{"user_id":""}""", 5)]
    [InlineData("""{"user_id":null}""", 5)]
    [InlineData("""{"user_id":7}""", 5)]
    [InlineData("""{"user_id":"\ud800"}""", 5)]
    [InlineData("""{"user_id":"a/b"}""", 5)]
    [InlineData("""{"user_id":"anna","user_id":"bert"}""", 5)]
    [InlineData("""{"user_id":["anna"]}""", 5)]
    [InlineData("""{"user_id":"anna","role":7}""", 5)]
    [InlineData("""{"user_id":"anna","role":""}""", 5)]
    [InlineData("""{"user_id":"anna","role":null}""", 5)]
    [InlineData("""{"user_id":"anna","role":["admin"]}""", 5)]
    [InlineData("""{"user_id":"anna","role":"12345678901234567890123456789012345678901234567890123456789012345"}""", 5)]
    [InlineData("""{"user_id":"anna","call_cids":"default:c"}""", 5)]
    [InlineData("""{"user_id":"anna","call_cids":{"0":"default:c"}}""", 5)]
    [InlineData("""{"user_id":"anna","call_cids":[7]}""", 5)]
    [InlineData("""{"user_id":"anna","call_cids":[""]}""", 5)]
    [InlineData("""{"user_id":"anna","call_cids":["\ud800"]}""", 5)]
    [InlineData("""{"user_id":"anna","call_cids":null}""", 5)]
    [InlineData("""{"user_id":"anna","call_cids":["default:c"],"call_cids":["default:d"]}""", 5)]
    [InlineData("""{"call_cids":["default:c"]}""", 5)]
    [InlineData("""{"server":true,"role":"admin"}""", 5)]
    [InlineData("[]", 5)]
    [InlineData("not json", 5)]
    public async Task Claims_decide_the_code(string payload, int code) => AssertRefused(await SendAsync(Jwt.Make(payload)), code);

    [Theory]
    [InlineData("""{"alg":"none"}""", 43)]
    [InlineData("""{"alg":"HS512","typ":"JWT"}""", 43)]
    [InlineData("""{"alg":"RS256","typ":"JWT"}""", 43)]
    [InlineData("""{"alg":"hs256","typ":"JWT"}""", 43)]
    [InlineData("""{"typ":"JWT"}""", 43)]
    [InlineData("""{"alg":7}""", 5)]
    [InlineData("""{"alg":"HS256","crit":["b64"],"b64":false}""", 5)]
    [InlineData("""{"alg":"HS256","alg":"HS256"}""", 5)]
    public async Task Headers_decide_the_code(string header, int code) => AssertRefused(await SendAsync(Jwt.Make("{}", header: header)), code);

    [Fact]
    public async Task A_header_that_names_keys_of_its_own_changes_nothing()
    {
        const string header = """{"alg":"HS256","kid":"../../dev/null","jwk":{"kty":"oct","k":"AAAA"}}""";
        Assert.Equal(200, (await SendAsync(Jwt.Make("{}", header: header))).Status);
        AssertRefused(await SendAsync(Jwt.Make("{}", "\0\0\0 padded to more than 32 bytes of key", header)), 43);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Bearer ")]
    [InlineData("garbage")]
    [InlineData("a.b.c")]
    [InlineData("..")]
    [InlineData("e30.e30.e30.e30.e30")]
    public async Task A_token_that_is_none_is_5(string token) => AssertRefused(await SendAsync(token), 5);

    [Fact]
    public async Task A_signature_of_another_secret_is_43_and_names_the_key()
    {
        var reply = await SendAsync(Jwt.Make("{}", "some-other-secret-of-more-than-32-characters"));
        AssertRefused(reply, 43);
        Assert.Equal(
            "JWTAuth error: signature is not valid. Make sure the token is created using the secret for API key \"key\"", reply.Message);
    }

    [Fact]
    public async Task Signatures_cut_or_spelt_otherwise_are_refused()
    {
        var token = Jwt.Make("{}");
        AssertRefused(await SendAsync(token[..^1]), 43);
        AssertRefused(await SendAsync(token[..token.LastIndexOf('.')] + "."), 43);
        AssertRefused(await SendAsync(token + "="), 5);
    }

    [Fact]
    public async Task A_token_of_a_megabyte_is_refused()
    {
        var reply = await SendAsync(Jwt.Make($$"""{"a":"{{new string('x', 10_000)}}"}"""));
        AssertRefused(reply, 5);
    }

    [Fact]
    public async Task Either_of_two_live_secrets_verifies_and_a_withdrawn_one_does_not()
    {
        _host.Apps.Set("key", LongSecret, FakeApps.Secret);
        Assert.Equal(200, (await SendAsync(Jwt.Make("{}"))).Status);
        Assert.Equal(200, (await SendAsync(Jwt.Make("{}", LongSecret))).Status);
        _host.Apps.Set("key", LongSecret);
        AssertRefused(await SendAsync(Jwt.Make("{}")), 43);
    }

    [Fact]
    public async Task Secrets_of_16_to_31_bytes_verify_and_shorter_ones_never_do()
    {
        _host.Apps.Set("key", ShortSecret);
        Assert.Equal(200, (await SendAsync(Jwt.Make("{}", ShortSecret))).Status);
        AssertRefused(await SendAsync(Jwt.Make("{}")), 43);
        _host.Apps.Set("key", "15-bytes-of-key");
        AssertRefused(await SendAsync(Jwt.Make("{}", "15-bytes-of-key")), 43);
    }

    [Fact]
    public async Task A_token_that_was_verified_before_still_expires()
    {
        var token = Jwt.Make("""{"exp":1767225660}""");
        Assert.Equal(200, (await SendAsync(token)).Status);
        _clock.Advance(TimeSpan.FromSeconds(60));
        AssertRefused(await SendAsync(token), 40);
    }

    [Fact]
    public async Task Bearer_and_auth_type_in_the_query_are_taken()
    {
        Assert.Equal(200, (await SendAsync($"Bearer {Jwt.Server}")).Status);
        var request = new HttpRequestMessage(HttpMethod.Get, $"{Path}?api_key=key&stream-auth-type=jwt");
        request.Headers.TryAddWithoutValidation("Authorization", Jwt.Server);
        Assert.Equal(200, (await _host.SendAsync(request)).Status);
    }

    [Theory]
    [InlineData("")]
    [InlineData("?api_key=")]
    [InlineData("?api_key=unknown")]
    [InlineData("?api_key=key&api_key=key")]
    public async Task A_key_that_is_missing_or_unknown_is_2(string query)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, Path + query);
        request.Headers.TryAddWithoutValidation("Authorization", Jwt.Server);
        request.Headers.Add("stream-auth-type", "jwt");
        AssertRefused(await _host.SendAsync(request), 2);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("basic")]
    public async Task An_auth_type_that_is_missing_or_unknown_is_5(string? type)
    {
        var reply = await SendAsync(Jwt.Server, type);
        AssertRefused(reply, 5);
        Assert.Equal("stream-auth-type missing or invalid", reply.Message);
    }

    [Fact]
    public async Task Anonymous_callers_are_not_allowed_and_cannot_be_servers()
    {
        var none = await SendAsync("", "anonymous");
        Assert.Equal((403, 17), (none.Status, none.Code));
        Assert.Equal("GetApp failed with error: \"not allowed to !anon: ReadApp\"", none.Message);
        Assert.Equal(403, (await SendAsync(Jwt.Make("""{"user_id":"!anon"}"""), "anonymous")).Status);
        AssertRefused(await SendAsync(Jwt.Server, "anonymous"), 5);
        AssertRefused(await SendAsync(Jwt.Make("""{"user_id":"anna"}"""), "anonymous"), 5);
    }

    private static void AssertRefused(Reply reply, int code)
    {
        Assert.Equal((401, code), (reply.Status, reply.Code));
        Assert.Equal(401, reply.Json.GetProperty("StatusCode").GetInt32());
    }

    private Task<Reply> SendAsync(string token, string? type = "jwt")
    {
        var request = new HttpRequestMessage(HttpMethod.Get, $"{Path}?api_key=key");
        request.Headers.TryAddWithoutValidation("Authorization", token);
        if (type is not null)
        {
            request.Headers.Add("stream-auth-type", type);
        }

        return _host.SendAsync(request);
    }
}
