using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;
using OrleansFrames.Api.Errors;
using OrleansFrames.Api.Input;
using OrleansFrames.Users;

namespace OrleansFrames.Api.Auth;

/// <summary>What a token says, read strictly: what parsers could disagree about is refused before anything is trusted.</summary>
/// <param name="UserId">Null for a server-side token.</param>
/// <param name="Expires">Unix seconds, as <paramref name="NotBefore"/> and <paramref name="IssuedAt"/>.</param>
internal sealed record TokenClaims(string? UserId, double? Expires, double? NotBefore, double? IssuedAt)
{
    /// <summary>The calls that a call token is good for; null for other tokens.</summary>
    public IReadOnlySet<string>? Calls { get; init; }

    /// <summary>The role that a call token lends in its calls.</summary>
    public string? Role { get; init; }

    /// <summary>The app whose console the token was made for; null for other tokens.</summary>
    public string? Console { get; init; }

    // Of the year 9999.
    private const double LastSecond = 253_402_300_799;

    private static readonly SearchValues<char> TokenCharacters
        = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.");

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    /// <summary>Reads a token whose signature is not checked yet.</summary>
    public static (TokenClaims? Claims, ApiFailure? Failure) Read(string apiKey, string token)
    {
        // Other spellings of base64 would give one token many names.
        if (token.AsSpan().ContainsAnyExcept(TokenCharacters) || token.Split('.') is not [{ } header, { } payload, { } signature])
        {
            return (null, AuthFailures.Malformed("three parts of base64url are expected"));
        }

        try
        {
            using var head = JsonDocument.Parse(Base64Url.DecodeFromChars(header), Strict);
            using var body = JsonDocument.Parse(Base64Url.DecodeFromChars(payload), Strict);
            return IsHs256(head.RootElement) && signature.Length > 0 ? Read(head.RootElement, body.RootElement) : (null, AuthFailures.Signature(apiKey));
        }
        catch (Exception wrong) when (wrong is JsonException or FormatException or InvalidOperationException)
        {
            return (null, AuthFailures.Malformed("its parts are no plain JSON objects"));
        }
    }

    /// <summary>When the token was issued; null when it does not say.</summary>
    public DateTimeOffset? Issued => IssuedAt is { } seconds ? DateTimeOffset.UnixEpoch.AddSeconds(Math.Clamp(seconds, 0, LastSecond)) : null;

    /// <summary>Whether the token is older than tokens may be. One of a user that does not say how old it is may be as old as any.</summary>
    public bool IsOlderThan(DateTimeOffset? limit) => limit is not null && (Issued is { } issued ? issued < limit : UserId is not null);

    /// <summary>When it ends; null when it does not, or not before the last day that there is.</summary>
    public DateTimeOffset? ExpiresAt
        => Expires < DateTimeOffset.MaxValue.ToUnixTimeSeconds() ? DateTimeOffset.FromUnixTimeMilliseconds((long)Math.Max(0, Expires.Value * 1_000)) : null;

    public ApiFailure? WhyNotNow(DateTimeOffset now)
    {
        const double leeway = 5;
        var seconds = now.ToUnixTimeMilliseconds() / 1_000.0;
        return Expires <= seconds ? AuthFailures.Expired
            : NotBefore > seconds + leeway ? AuthFailures.NotYet
            : IssuedAt > seconds + leeway ? AuthFailures.FromTheFuture
            : null;
    }

    private static bool IsHs256(JsonElement header) => header.TryGetProperty("alg", out var algorithm) && algorithm.ValueEquals("HS256");

    private static (TokenClaims? Claims, ApiFailure? Failure) Read(JsonElement header, JsonElement payload)
    {
        // RFC 7515, 4.1.11: an extension that is not understood makes the token invalid, and none is.
        if (header.TryGetProperty("crit", out _))
        {
            return (null, AuthFailures.Malformed("crit names an extension that is not known"));
        }

        if (!TryTime(payload, "exp", out var expires) || !TryTime(payload, "nbf", out var notBefore) || !TryTime(payload, "iat", out var issuedAt))
        {
            return (null, AuthFailures.Malformed("exp, nbf and iat must be numbers"));
        }

        if (WhyWrong(payload) is { } reason)
        {
            return (null, AuthFailures.Malformed(reason));
        }

        return (new(Text(payload, "user_id"), expires, notBefore, issuedAt)
        {
            Calls = payload.TryGetProperty("call_cids", out var cids) ? cids.EnumerateArray().Select(cid => cid.GetString()!).ToHashSet() : null,
            Role = Text(payload, "role"),
            Console = payload.TryGetProperty("user_id", out _) ? null : App(payload),
        }, null);
    }

    private static string? WhyWrong(JsonElement payload)
    {
        // An empty or odd user_id must never pass for a server-side token, nor a user's or viewer's token that lost its name.
        if (!payload.TryGetProperty("user_id", out var user))
        {
            return payload.TryGetProperty("call_cids", out _) || payload.TryGetProperty("role", out _) ? "call_cids and role need a user_id" : null;
        }

        return !IsUser(user) ? "user_id must be a text of 1 to 255 letters, digits, @, _ and -"
            : payload.TryGetProperty("role", out var role) && !IsText(role, JsonFields.LongestRole) ? "role must be a text of 1 to 64 characters"
            : payload.TryGetProperty("call_cids", out var cids) && !IsList(cids) ? "call_cids must be a list of texts"
            : null;
    }

    private static bool IsUser(JsonElement value)
        => value.ValueKind == JsonValueKind.String && value.GetString() is { } id && (id == Actor.AnonymousId || Ids.WhyNoUser(id) is null);

    private static bool IsList(JsonElement value)
        => value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(item => IsText(item, 255));

    private static bool IsText(JsonElement value, int longest)
        => value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text && text.Length <= longest;

    private static string? Text(JsonElement payload, string name) => payload.TryGetProperty(name, out var text) ? text.GetString() : null;

    private static string? App(JsonElement payload)
        => payload.TryGetProperty("console", out var app) && app.ValueKind == JsonValueKind.String ? app.GetString() : null;

    private static bool TryTime(JsonElement payload, string name, out double? time)
    {
        time = null;
        if (!payload.TryGetProperty(name, out var value))
        {
            return true;
        }

        if (value.ValueKind != JsonValueKind.Number || !value.TryGetDouble(out var seconds) || !double.IsFinite(seconds))
        {
            return false;
        }

        time = seconds;
        return true;
    }
}
