using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace OrleansFrames.Silo.Sinks.Webhook;

/// <summary>
/// Signs a webhook in two ways with one key, the API secret's UTF-8 bytes. GetStream's: lower-case hex of HMAC-SHA256 over the body.
/// Standard Webhooks': <c>v1,</c> and base64 of HMAC-SHA256 over <c>id.timestamp.body</c>; its libraries take the key as
/// <c>whsec_</c> + base64 of the secret's bytes.
/// </summary>
internal static class WebhookSignature
{
    public static string Stream(string secret, ReadOnlySpan<byte> body)
        => Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body));

    /// <param name="timestamp">Of the attempt, in unix seconds: receivers refuse old ones as replays.</param>
    public static string Standard(string secret, string id, long timestamp, ReadOnlySpan<byte> body)
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{timestamp}.")), .. body];
        return "v1," + Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed));
    }
}
