using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace OrleansFrames.Silo.Quickstart;

/// <summary>A server token as the SDKs make it: a JWT signed by HS256 that names no user.</summary>
internal static class ServerToken
{
    public static string Of(string secret)
    {
        var signed = $"{Encode("""{"alg":"HS256","typ":"JWT"}""")}.{Encode("""{"server":true}""")}";
        return $"{signed}.{Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.ASCII.GetBytes(signed)))}";
    }

    private static string Encode(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
