using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace OrleansFrames.Api.Auth;

/// <summary>What a browser that signed in holds: a server token of its app that ends, and whose claim <c>console</c> names the app.</summary>
internal static class ConsoleToken
{
    private static readonly string Header = Encode("""{"alg":"HS256","typ":"JWT"}"""u8);

    public static TimeSpan Life { get; } = TimeSpan.FromHours(12);

    public static string Make(string app, string secret, DateTimeOffset now)
    {
        var claims = new { server = true, console = app, iat = now.ToUnixTimeSeconds(), exp = (now + Life).ToUnixTimeSeconds() };
        var signed = $"{Header}.{Encode(JsonSerializer.SerializeToUtf8Bytes(claims))}";
        return $"{signed}.{Encode(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.ASCII.GetBytes(signed)))}";
    }

    private static string Encode(ReadOnlySpan<byte> bytes) => Base64Url.EncodeToString(bytes);
}
