using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace OrleansFrames.Emulators;

/// <summary>
/// Checks AWS Signature Version 4 as Amazon's manual describes it ("Create a signed AWS API request"), written without any code of Amazon's.
/// </summary>
public static partial class SigV4
{
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(15);

    /// <param name="path">As it came, escaped.</param>
    /// <param name="secretOf">The secret of an access key; null for an unknown one.</param>
    /// <param name="signature">What the request was signed for.</param>
    /// <returns>Why the request is not genuine; null when it is.</returns>
    public static string? WhyNot(
        string method, string path, IReadOnlyDictionary<string, string> headers, ReadOnlySpan<byte> body, DateTimeOffset now,
        Func<string, string?> secretOf, out Scope signature)
    {
        signature = default;
        if (!headers.TryGetValue("authorization", out var text) || Authorization().Match(text) is not { Success: true } match)
        {
            return "no AWS4-HMAC-SHA256 authorization";
        }

        signature = new(match.Groups["key"].Value, match.Groups["day"].Value, match.Groups["region"].Value, match.Groups["service"].Value);
        var signed = match.Groups["headers"].Value.Split(';');
        if (!headers.TryGetValue("x-amz-date", out var date)
            || !DateTimeOffset.TryParseExact(date, "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at))
        {
            return "no X-Amz-Date";
        }

        if ((now - at).Duration() > Tolerance || !date.StartsWith(signature.Day, StringComparison.Ordinal))
        {
            return "signed too early or too late";
        }

        var unsigned = headers.Keys.Where(name => name == "host" || name.StartsWith("x-amz-", StringComparison.Ordinal)).Except(signed).ToArray();
        if (unsigned.Length > 0 || signed.Any(name => !headers.ContainsKey(name)))
        {
            return $"headers that are not signed, or not there: {string.Join(' ', unsigned)}";
        }

        if (secretOf(signature.AccessKey) is not { } secret)
        {
            return "unknown access key";
        }

        var canonical = string.Join('\n', [
            method, path, "", .. signed.Select(name => $"{name}:{Spaces().Replace(headers[name].Trim(), " ")}"), "", string.Join(';', signed), Hex(SHA256.HashData(body))]);
        var scope = $"{signature.Day}/{signature.Region}/{signature.Service}/aws4_request";
        var toSign = string.Join('\n', ["AWS4-HMAC-SHA256", date, scope, Hex(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))]);
        var key = Encoding.UTF8.GetBytes("AWS4" + secret);
        foreach (var part in scope.Split('/'))
        {
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        }

        return Hex(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(toSign))) == match.Groups["signature"].Value ? null : "the signature does not match";
    }

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);

    [GeneratedRegex("^AWS4-HMAC-SHA256 Credential=(?<key>[^/]+)/(?<day>\\d{8})/(?<region>[^/]+)/(?<service>[^/]+)/aws4_request, ?SignedHeaders=(?<headers>[a-z0-9;-]+), ?Signature=(?<signature>[0-9a-f]{64})$")]
    private static partial Regex Authorization();

    [GeneratedRegex(" +")]
    private static partial Regex Spaces();

    /// <summary>What a request was signed for, and as whom.</summary>
    public readonly record struct Scope(string AccessKey, string Day, string Region, string Service);
}
