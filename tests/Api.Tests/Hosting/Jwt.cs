using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace OrleansFrames.Api.Tests.Hosting;

/// <summary>Makes tokens by hand, hostile ones among them.</summary>
internal static class Jwt
{
    public const string Header = """{"alg":"HS256","typ":"JWT"}""";

    public static string Server { get; } = Make("""{"server":true}""");

    public static string Make(string payload, string secret = FakeApps.Secret, string header = Header)
    {
        var signed = $"{Encode(Encoding.UTF8.GetBytes(header))}.{Encode(Encoding.UTF8.GetBytes(payload))}";
        return $"{signed}.{Encode(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.ASCII.GetBytes(signed)))}";
    }

    private static string Encode(byte[] bytes) => Base64Url.EncodeToString(bytes);
}
