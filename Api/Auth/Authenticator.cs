using OrleansFrames.Api.Errors;
using OrleansFrames.Apps;
using OrleansFrames.Users;

namespace OrleansFrames.Api.Auth;

/// <summary>Finds out who calls: API key in the query, token in the header or, of our own pages, in the cookie. The identity comes from the token alone, never from the query.</summary>
internal sealed class Authenticator(IAppDirectory apps, TokenVerifier tokens)
{
    private const string AuthTypeName = "stream-auth-type";

    public async ValueTask<(Caller? Caller, ApiFailure? Failure)> AuthenticateAsync(HttpRequest request)
    {
        var (key, secrets, failure) = App(request);
        return key is null ? (null, failure)
            : ConsoleCookie.TokenOf(request) is { } cookie ? await VerifyConsoleAsync(key, secrets, cookie)
            : await AuthenticateAsync(request, key, secrets, Token(request));
    }

    /// <summary>Who a websocket's first message says it is: a browser's can carry no token in a header.</summary>
    public async ValueTask<(Caller? Caller, ApiFailure? Failure)> AuthenticateAsync(HttpRequest request, string token)
    {
        var (key, secrets, failure) = App(request);
        return key is null ? (null, failure) : await AuthenticateAsync(request, key, secrets, token);
    }

    /// <summary>Whose console the request's cookie opens, and until when.</summary>
    public async ValueTask<(string App, DateTimeOffset Expires)?> ConsoleAsync(HttpRequest request)
    {
        // Read before it is verified: only to learn whose secrets it must be signed with.
        if (ConsoleCookie.TokenOf(request) is not { } token || TokenClaims.Read("", token).Claims?.Console is not { } app)
        {
            return null;
        }

        var (claims, _) = await tokens.VerifyAsync(app, apps.SecretsOf(app), token);
        return claims?.Expires is { } expires && claims.Console == app ? (app, DateTimeOffset.FromUnixTimeSeconds((long)expires)) : null;
    }

    private (string? Key, IReadOnlyList<string> Secrets, ApiFailure? Failure) App(HttpRequest request)
    {
        if (request.Query["api_key"] is not [{ Length: > 0 } key])
        {
            return (null, [], AuthFailures.NoKey);
        }

        var secrets = apps.SecretsOf(key);
        return secrets.Count == 0 ? (null, [], AuthFailures.UnknownKey) : (key, secrets, null);
    }

    private async ValueTask<(Caller? Caller, ApiFailure? Failure)> AuthenticateAsync(
        HttpRequest request, string key, IReadOnlyList<string> secrets, string token)
        => AuthType(request) switch
        {
            "jwt" when token.Length == 0 => (null, AuthFailures.NoToken),
            "jwt" => await VerifyAsync(key, secrets, token),
            "anonymous" when token.Length == 0 => (new(key, Actor.AnonymousId), null),
            "anonymous" => Anonymous(await VerifyAsync(key, secrets, token)),
            _ => (null, AuthFailures.AuthType),
        };

    // Made here, for this app, and with an end: no other server token becomes a session by being put into the cookie.
    private async ValueTask<(Caller? Caller, ApiFailure? Failure)> VerifyConsoleAsync(string key, IReadOnlyList<string> secrets, string token)
    {
        var (claims, failure) = await tokens.VerifyAsync(key, secrets, token);
        return claims is null ? (null, failure)
            : claims.Console == key && claims.Expires is not null ? (new(key, null), null)
            : (null, AuthFailures.SignedOut);
    }

    private async ValueTask<(Caller? Caller, ApiFailure? Failure)> VerifyAsync(string key, IReadOnlyList<string> secrets, string token)
    {
        var (claims, failure) = await tokens.VerifyAsync(key, secrets, token);
        return claims is null ? (null, failure) : (new(key, claims.UserId) { Calls = claims.Calls, CallRole = claims.Role, Expires = claims.ExpiresAt }, null);
    }

    // A server-side token sent as anonymous must not win rights by the mistake, nor lose them silently.
    private static (Caller? Caller, ApiFailure? Failure) Anonymous((Caller? Caller, ApiFailure? Failure) verified)
        => verified.Caller is { IsAnonymous: false } ? (null, AuthFailures.AuthType) : verified;

    private static string AuthType(HttpRequest request)
        => request.Headers[AuthTypeName].ToString() is { Length: > 0 } header ? header : request.Query[AuthTypeName].ToString();

    private static string Token(HttpRequest request)
    {
        const string bearer = "Bearer ";
        var header = request.Headers.Authorization.ToString().Trim();
        return header.StartsWith(bearer, StringComparison.OrdinalIgnoreCase) ? header[bearer.Length..].Trim() : header;
    }
}
