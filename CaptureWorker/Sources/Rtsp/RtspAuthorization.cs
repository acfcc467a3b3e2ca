using System.Security.Cryptography;
using System.Text;

namespace OrleansFrames.CaptureWorker.Sources.Rtsp;

/// <summary>Answers a server's challenges: Digest with SHA-256 or MD5, with and without qop (RFC 7616, RFC 2617), else Basic.</summary>
internal sealed class RtspAuthorization(string user, string password, Func<string> newClientNonce)
{
    private Challenge? _challenge;
    private int _count;

    /// <summary>Takes the best challenge that is understood; false when there is none.</summary>
    public bool Accept(IEnumerable<string> headers)
    {
        var best = headers.Select(Challenge.Parse).Select(challenge => (challenge, Rank(challenge))).MaxBy(each => each.Item2);
        _challenge = best.Item2 > 0 ? best.challenge : null;
        _count = 0;
        return _challenge is not null;
    }

    /// <summary>The value of the <c>Authorization</c> header; null before a challenge.</summary>
    public string? For(string method, string uri)
    {
        if (_challenge is not { } challenge)
        {
            return null;
        }

        return challenge.Is("Basic")
            ? "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"))
            : Digest(challenge, method, uri);
    }

    private static int Rank(Challenge challenge)
    {
        if (challenge.Is("Basic"))
        {
            return 1;
        }

        if (!challenge.Is("Digest") || challenge["nonce"] is null || (challenge["qop"] is { } qop && !OffersAuth(qop)))
        {
            return 0;
        }

        return (challenge["algorithm"] ?? "MD5").ToUpperInvariant() switch
        {
            "SHA-256" => 3,
            "MD5" => 2,
            _ => 0,
        };
    }

    private static bool OffersAuth(string qop) => qop.Split(',', StringSplitOptions.TrimEntries).Contains("auth", StringComparer.OrdinalIgnoreCase);

    private string Digest(Challenge challenge, string method, string uri)
    {
        var realm = challenge["realm"] ?? "";
        var nonce = challenge["nonce"];
        var algorithm = challenge["algorithm"];
        var isSha = "SHA-256".Equals(algorithm, StringComparison.OrdinalIgnoreCase);
        var secret = Hash(isSha, $"{user}:{realm}:{password}");
        var request = Hash(isSha, $"{method}:{uri}");
        var header = new StringBuilder($"Digest username=\"{Quoted(user)}\", realm=\"{realm}\", nonce=\"{nonce}\", uri=\"{uri}\"");
        if (challenge["qop"] is null)
        {
            header.Append($", response=\"{Hash(isSha, $"{secret}:{nonce}:{request}")}\"");
        }
        else
        {
            var count = (++_count).ToString("x8");
            var clientNonce = newClientNonce();
            header.Append($", response=\"{Hash(isSha, $"{secret}:{nonce}:{count}:{clientNonce}:auth:{request}")}\"");
            header.Append($", qop=auth, nc={count}, cnonce=\"{clientNonce}\"");
        }

        if (algorithm is not null)
        {
            header.Append($", algorithm={algorithm}");
        }

        if (challenge["opaque"] is { } opaque)
        {
            header.Append($", opaque=\"{opaque}\"");
        }

        return header.ToString();
    }

    private static string Quoted(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);

#pragma warning disable CA5351 // MD5 is what RFC 2617 asks for; SHA-256 is taken where the camera offers it.
    private static string Hash(bool isSha, string text) =>
        Convert.ToHexStringLower(isSha ? SHA256.HashData(Encoding.UTF8.GetBytes(text)) : MD5.HashData(Encoding.UTF8.GetBytes(text)));
#pragma warning restore CA5351
}
