using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace OrleansFrames.CaptureWorker.Tests.Cameras;

/// <summary>The camera's side of Basic and Digest, written from the RFCs without the code under test.</summary>
internal static class TestLogin
{
    public static bool Accepts(string requestLine, string header, (string User, string Password) login, string challenge, string nonce)
    {
        if (challenge.StartsWith("Basic", StringComparison.Ordinal))
        {
            return header == "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{login.User}:{login.Password}"));
        }

        if (!header.StartsWith("Digest ", StringComparison.Ordinal) || Field(header, "nonce") != nonce || Field(header, "username") != login.User)
        {
            return false;
        }

        var words = requestLine.Split(' ');
        var isSha = challenge.Contains("SHA-256", StringComparison.Ordinal);
        var first = Hash(isSha, $"{login.User}:{Field(challenge, "realm")}:{login.Password}");
        var second = Hash(isSha, $"{words[0]}:{words[1]}");
        var expected = challenge.Contains("qop", StringComparison.Ordinal)
            ? Hash(isSha, $"{first}:{nonce}:{Field(header, "nc")}:{Field(header, "cnonce")}:auth:{second}")
            : Hash(isSha, $"{first}:{nonce}:{second}");
        return Field(header, "response") == expected && Field(header, "uri") == words[1];
    }

    private static string Field(string header, string name) => Regex.Match(header, $"\\b{name}=\"?([^\",]*)").Groups[1].Value;

#pragma warning disable CA5351 // Digest by MD5 is what cameras do.
    private static string Hash(bool isSha, string text) =>
        Convert.ToHexStringLower(isSha ? SHA256.HashData(Encoding.UTF8.GetBytes(text)) : MD5.HashData(Encoding.UTF8.GetBytes(text)));
#pragma warning restore CA5351
}
