using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace OrleansFrames.Silo.Tests.Storage.Servers;

/// <summary>
/// Azure Blob Storage with the account in the path. SharedKey and the signatures of URLs are computed anew, as Microsoft documents them; with a
/// certificate it is also Azure AD, which signs one application in.
/// </summary>
internal sealed class AzureGate(X509Certificate2? certificate = null) : ObjectGate(certificate)
{
    public const string Account = "framesaccount";
    public const string Tenant = "11111111-2222-3333-4444-555555555555";
    public const string Client = "66666666-7777-8888-9999-000000000000";
    public const string ClientSecret = "the~application's secret+1";

    private const string Token = "token-of-the-application";

    public static readonly string AccountKey = Convert.ToBase64String(SHA256.HashData("account"u8));

    private static readonly string DelegationKey = Convert.ToBase64String(SHA256.HashData("delegation"u8));

    private int _signIns;
    private int _keys;

    /// <summary>How often Azure AD was asked for a token.</summary>
    public int SignIns => _signIns;

    /// <summary>How often a key to sign URLs with was asked for.</summary>
    public int Keys => _keys;

    public string Endpoint => $"{Url.AbsoluteUri}{Account}";

    protected override int TakenStatus => StatusCodes.Status409Conflict;

    protected override int MadeStatus => StatusCodes.Status201Created;

    protected override string ObjectOf(HttpRequest request) => request.Path.Value![(Account.Length + 2)..];

    protected override async Task RefuseAsync(HttpResponse response, int status, string code)
    {
        response.StatusCode = status;
        response.Headers["x-ms-error-code"] = code;
        response.ContentType = "application/xml";
        await response.WriteAsync($"<?xml version=\"1.0\" encoding=\"utf-8\"?><Error><Code>{code}</Code><Message>words of the gate</Message></Error>");
    }

    protected override string? WhyForbidden(HttpRequest request, byte[] body)
    {
        if (request.Query.ContainsKey("sig"))
        {
            return WhyForbiddenUrl(request);
        }

        var header = request.Headers.Authorization.ToString();
        return header == $"Bearer {Token}" && request.IsHttps ? null
            : header == $"SharedKey {Account}:{Sign(AccountKey, SharedKeyText(request))}" ? null
            : "AuthenticationFailed";
    }

    protected override async Task<bool> AnsweredAsync(HttpContext http, byte[] body)
    {
        if (http.Request.Path == $"/{Tenant}/oauth2/v2.0/token")
        {
            await SignInAsync(http, Encoding.UTF8.GetString(body));
            return true;
        }

        if (http.Request.Query["comp"] != "userdelegationkey" || http.Request.Headers.Authorization != $"Bearer {Token}")
        {
            return false;
        }

        Interlocked.Increment(ref _keys);
        var asked = Encoding.UTF8.GetString(body);
        http.Response.ContentType = "application/xml";
        await http.Response.WriteAsync(
            $"<?xml version=\"1.0\" encoding=\"utf-8\"?><UserDelegationKey><SignedOid>oid</SignedOid><SignedTid>{Tenant}</SignedTid><SignedStart>{Inner(asked, "Start")}</SignedStart>"
            + $"<SignedExpiry>{Inner(asked, "Expiry")}</SignedExpiry><SignedService>b</SignedService><SignedVersion>2023-08-03</SignedVersion><Value>{DelegationKey}</Value></UserDelegationKey>");
        return true;
    }

    private static string Inner(string xml, string name) => xml.Split($"<{name}>")[1].Split('<')[0];

    private static string SharedKeyText(HttpRequest request)
    {
        string[] names =
        [
            "Content-Encoding", "Content-Language", "Content-Length", "Content-MD5", "Content-Type", "Date", "If-Modified-Since", "If-Match", "If-None-Match",
            "If-Unmodified-Since", "Range",
        ];
        var plain = names.Select(name => request.Headers[name].ToString() is var value && name == "Content-Length" && value == "0" ? "" : value);
        var own = request.Headers.Where(header => header.Key.StartsWith("x-ms-", StringComparison.OrdinalIgnoreCase))
            .Select(header => $"{header.Key.ToLowerInvariant()}:{header.Value}\n").Order(StringComparer.Ordinal);
        var path = request.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Split('?')[0];
        var query = request.Query.Select(pair => $"\n{pair.Key.ToLowerInvariant()}:{pair.Value}").Order(StringComparer.Ordinal);
        return $"{request.Method}\n{string.Join('\n', plain)}\n{string.Concat(own)}/{Account}{path}{string.Concat(query)}";
    }

    private static string Sign(string key, string text) => Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(key), Encoding.UTF8.GetBytes(text)));

    private string? WhyForbiddenUrl(HttpRequest request)
    {
        string Q(string name) => request.Query[name].ToString();
        string[] delegated = request.Query.ContainsKey("skoid") ? [Q("skoid"), Q("sktid"), Q("skt"), Q("ske"), Q("sks"), Q("skv"), "", "", ""] : [Q("si")];
        string[] text =
        [
            Q("sp"), Q("st"), Q("se"), $"/blob/{Account}/{ObjectOf(request)}", .. delegated, Q("sip"), Q("spr"), Q("sv"), Q("sr"), "", Q("ses"),
            Q("rscc"), Q("rscd"), Q("rsce"), Q("rscl"), Q("rsct"),
        ];
        var end = DateTimeOffset.Parse(Q("se"), CultureInfo.InvariantCulture);
        return Q("sig") != Sign(delegated.Length > 1 ? DelegationKey : AccountKey, string.Join('\n', text)) ? "AuthenticationFailed"
            : !HttpMethods.IsGet(request.Method) || Q("sp") != "r" || Q("sr") != "b" ? "AuthorizationPermissionMismatch"
            : end <= TimeProvider.System.GetUtcNow() + Ahead ? "AuthenticationFailed"
            : null;
    }

    private async Task SignInAsync(HttpContext http, string form)
    {
        Interlocked.Increment(ref _signIns);
        var given = form.Split('&').Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => Uri.UnescapeDataString(pair[1].Replace('+', ' ')));
        var isRight = given["grant_type"] == "client_credentials" && given["client_id"] == Client && given["client_secret"] == ClientSecret
            && given["scope"] == "https://storage.azure.com/.default";
        http.Response.StatusCode = isRight ? StatusCodes.Status200OK : StatusCodes.Status401Unauthorized;
        http.Response.ContentType = "application/json";
        await http.Response.WriteAsync(isRight
            ? $$"""{"token_type":"Bearer","expires_in":3599,"access_token":"{{Token}}"}"""
            : """{"error":"invalid_client","error_description":"AADSTS7000215: Invalid client secret provided."}""");
    }
}
