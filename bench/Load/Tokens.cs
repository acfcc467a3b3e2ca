using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace OrleansFrames.Bench.Load;

/// <summary>Tokens as SDKs make them of the API secret.</summary>
internal static class Tokens
{
    public static string Server(string secret) => Make(secret, new { server = true });

    public static string User(string secret, string id) => Make(secret, new { user_id = id });

    /// <summary>Whether the token bears the secret's signature.</summary>
    public static bool IsSigned(string secret, string token)
    {
        var end = token.LastIndexOf('.');
        return end > 0
            && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Sign(secret, token[..end])), Encoding.ASCII.GetBytes(token[(end + 1)..]));
    }

    private static string Make(string secret, object claims)
    {
        var signed = $"{Encode(new { alg = "HS256", typ = "JWT" })}.{Encode(claims)}";
        return $"{signed}.{Sign(secret, signed)}";
    }

    private static string Encode(object part) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(part));

    private static string Sign(string secret, string signed)
        => Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.ASCII.GetBytes(signed)));
}
