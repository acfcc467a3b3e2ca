using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace OrleansFrames.EndToEnd.Tests.Hosts;

/// <summary>HMAC-SHA256 as users compute it.</summary>
internal static class Signature
{
    public static string OfToken(string signed, string secret)
        => Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.ASCII.GetBytes(signed)));

    public static string OfBody(byte[] body, string secret) => Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body));
}
