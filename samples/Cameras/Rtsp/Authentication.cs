using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace OrleansFrames.Cameras.Rtsp;

/// <summary>Asks for and checks the user of one connection.</summary>
internal sealed partial class Authentication(CameraOptions options)
{
    private const string Realm = "cameras";

    private readonly string _nonce = RandomNumberGenerator.GetHexString(32, lowercase: true);

    public string Challenge => options.Auth == CameraAuth.Basic ? $"Basic realm=\"{Realm}\"" : $"Digest realm=\"{Realm}\", nonce=\"{_nonce}\"";

    public bool Allows(RtspRequest request)
    {
        var given = request.Headers.GetValueOrDefault("Authorization", "");
        return options.Auth switch
        {
            CameraAuth.None => true,
            CameraAuth.Basic => given == "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{options.User}:{options.Password}")),
            _ => given.StartsWith("Digest ", StringComparison.Ordinal) && IsDigest(given, request),
        };
    }

    // The address in the header must be the request's own: cameras that check it exist.
    private bool IsDigest(string given, RtspRequest request)
    {
        var fields = Field().Matches(given).ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value);
        var secret = Md5($"{options.User}:{Realm}:{options.Password}");
        return fields.GetValueOrDefault("username") == options.User
            && fields.GetValueOrDefault("realm") == Realm
            && fields.GetValueOrDefault("nonce") == _nonce
            && fields.GetValueOrDefault("uri") == request.Url
            && fields.GetValueOrDefault("response") == Md5($"{secret}:{_nonce}:{Md5($"{request.Method}:{request.Url}")}");
    }

#pragma warning disable CA5351 // RFC 2617 knows only MD5, and so do the cameras.
    private static string Md5(string text) => Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(text)));
#pragma warning restore CA5351

    [GeneratedRegex("(\\w+)=\"([^\"]*)\"")]
    private static partial Regex Field();
}
