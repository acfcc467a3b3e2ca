using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace OrleansFrames.Silo.Tests.Storage.Servers;

/// <summary>S3 in the path style. Signature Version 4 is computed anew, as Amazon documents it, for headers and for signed URLs.</summary>
internal sealed class S3Gate : ObjectGate
{
    public const string Key = "AKIDEXAMPLE";
    public const string Secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    public const string Region = "eu-central-1";

    private const string Algorithm = "AWS4-HMAC-SHA256";
    private const string Stamp = "yyyyMMdd'T'HHmmss'Z'";

    protected override string ObjectOf(HttpRequest request) => request.Path.Value!.TrimStart('/');

    protected override async Task RefuseAsync(HttpResponse response, int status, string code)
    {
        response.StatusCode = status;
        response.ContentType = "application/xml";
        await response.WriteAsync($"<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>{code}</Code><Message>words of the gate</Message></Error>");
    }

    protected override string? WhyForbidden(HttpRequest request, byte[] body)
        => request.Query.ContainsKey("X-Amz-Signature") ? WhyForbiddenUrl(request) : WhyForbiddenHeader(request, body);

    private string? WhyForbiddenUrl(HttpRequest request)
    {
        var query = request.Query;
        if (!int.TryParse(query["X-Amz-Expires"], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds > 604_800)
        {
            return "AuthorizationQueryParametersError";
        }

        var signature = Sign(
            request, query["X-Amz-Credential"].ToString(), query["X-Amz-SignedHeaders"].ToString(), query["X-Amz-Date"].ToString(), "UNSIGNED-PAYLOAD");
        return query["X-Amz-Signature"] != signature ? "SignatureDoesNotMatch"
            : Time(query["X-Amz-Date"].ToString()).AddSeconds(seconds) <= TimeProvider.System.GetUtcNow() + Ahead ? "AccessDenied"
            : null;
    }

    private static string? WhyForbiddenHeader(HttpRequest request, byte[] body)
    {
        var header = request.Headers.Authorization.ToString();
        if (!header.StartsWith(Algorithm + " ", StringComparison.Ordinal))
        {
            return "AccessDenied";
        }

        var parts = header[(Algorithm.Length + 1)..].Split(',', StringSplitOptions.TrimEntries).Select(part => part.Split('=', 2)).ToDictionary(part => part[0], part => part[1]);
        var hash = request.Headers["x-amz-content-sha256"].ToString();
        if (hash != Convert.ToHexStringLower(SHA256.HashData(body)))
        {
            return "XAmzContentSHA256Mismatch";
        }

        var date = request.Headers["x-amz-date"].ToString();
        return parts["Signature"] == Sign(request, parts["Credential"], parts["SignedHeaders"], date, hash) ? null : "SignatureDoesNotMatch";
    }

    private static string Sign(HttpRequest request, string credential, string signedHeaders, string date, string payloadHash)
    {
        if (credential != $"{Key}/{date[..8]}/{Region}/s3/aws4_request")
        {
            return "another credential";
        }

        var target = request.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Split('?')[0];
        var path = string.Join('/', target.Split('/').Select(part => Uri.EscapeDataString(Uri.UnescapeDataString(part))));
        var query = request.Query.Where(pair => pair.Key != "X-Amz-Signature")
            .Select(pair => $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(pair.Value.ToString())}").Order(StringComparer.Ordinal);
        var headers = signedHeaders.Split(';').Select(name => $"{name}:{request.Headers[name].ToString().Trim()}\n");
        var canonical = $"{request.Method}\n{path}\n{string.Join('&', query)}\n{string.Concat(headers)}\n{signedHeaders}\n{payloadHash}";
        var text = $"{Algorithm}\n{date}\n{date[..8]}/{Region}/s3/aws4_request\n{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}";
        var key = new[] { date[..8], Region, "s3", "aws4_request" }.Aggregate(Encoding.UTF8.GetBytes("AWS4" + Secret), Mac);
        return Convert.ToHexStringLower(Mac(key, text));
    }

    private static byte[] Mac(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));

    private static DateTimeOffset Time(string stamp) => DateTimeOffset.ParseExact(stamp, Stamp, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
