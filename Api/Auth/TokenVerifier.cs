using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using OrleansFrames.Api.Errors;

namespace OrleansFrames.Api.Auth;

/// <summary>
/// Verifies HS256 tokens against the live secrets of an API key. A verified token is kept by hash, so that a client's next request costs no
/// signature; its times are checked at every use.
/// </summary>
internal sealed class TokenVerifier(TimeProvider clock)
{
    private const int LongestToken = 8_192;
    private const int ShortestSecret = 16;
    private const int MostKept = 10_000;

    private static readonly ApiFailure TooLong = AuthFailures.Malformed($"longer than {LongestToken} characters");

    // Lifetimes are ours to check, at every use and on the injected clock.
    private static readonly JsonWebTokenHandler Handler = new() { MaximumTokenSizeInBytes = LongestToken };

    private readonly ConcurrentDictionary<string, TokenClaims> _verified = [];

    /// <summary>What a token says, whoever has made it: read as strictly, but neither its signature nor its times are looked at.</summary>
    public static (TokenClaims? Claims, ApiFailure? Failure) ReadUnverified(string apiKey, string token)
        => token.Length > LongestToken ? (null, TooLong) : TokenClaims.Read(apiKey, token);

    public async ValueTask<(TokenClaims? Claims, ApiFailure? Failure)> VerifyAsync(string apiKey, IReadOnlyList<string> secrets, string token)
    {
        if (token.Length > LongestToken)
        {
            return (null, TooLong);
        }

        var name = NameOf(apiKey, secrets, token);
        if (!_verified.TryGetValue(name, out var claims))
        {
            (claims, var malformed) = TokenClaims.Read(apiKey, token);
            if (claims is null)
            {
                return (null, malformed);
            }

            if (!await IsSignedAsync(secrets, token))
            {
                return (null, AuthFailures.Signature(apiKey));
            }

            Keep(name, claims);
        }

        return claims.WhyNotNow(clock.GetUtcNow()) is { } failure ? (null, failure) : (claims, null);
    }

    private static async Task<bool> IsSignedAsync(IReadOnlyList<string> secrets, string token)
    {
        var keys = secrets.Select(Encoding.UTF8.GetBytes).Where(secret => secret.Length >= ShortestSecret).Select(Key).ToArray();
        var result = await Handler.ValidateTokenAsync(token, new()
        {
            IssuerSigningKeys = keys,
            ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
            RequireSignedTokens = true,
            ValidateIssuer = false,
            ValidateAudience = false,
            ValidateLifetime = false,
        });
        return result.IsValid;
    }

    // The library refuses keys under 32 bytes. HMAC itself pads a key with zeros to its block of 64, so padding changes no signature.
    private static SymmetricSecurityKey Key(byte[] secret)
    {
        var padded = new byte[Math.Max(32, secret.Length)];
        secret.CopyTo(padded, 0);
        return new(padded);
    }

    // The secrets are part of the name: a token of a secret that was withdrawn is not found any more.
    private static string NameOf(string apiKey, IReadOnlyList<string> secrets, string token)
        => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', [apiKey, token, .. secrets]))));

    private void Keep(string name, TokenClaims claims)
    {
        // Some SDKs make a token for each request: starting anew is cheaper than an order of use.
        if (_verified.Count >= MostKept)
        {
            _verified.Clear();
        }

        _verified[name] = claims;
    }
}
