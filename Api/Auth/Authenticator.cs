using OrleansFrames.Api.Errors;
using OrleansFrames.Api.Input;
using OrleansFrames.Apps;
using OrleansFrames.Users;

namespace OrleansFrames.Api.Auth;

/// <summary>Finds out who calls: API key in the query, token in the header or, of our own pages, in the cookie. The identity comes from the token alone, never from the query, unless the app has switched off the checks.</summary>
internal sealed class Authenticator(IAppDirectory apps, TokenVerifier tokens, RecentSettings settings)
{
    private const string AuthTypeName = "stream-auth-type";

    public ValueTask<(Caller? Caller, ApiFailure? Failure)> AuthenticateAsync(HttpRequest request)
        => AuthenticateAsync(request, ConsoleCookie.TokenOf(request), Token(request));

    /// <summary>Who a websocket's first message says it is: a browser's can carry no token in a header.</summary>
    public ValueTask<(Caller? Caller, ApiFailure? Failure)> AuthenticateAsync(HttpRequest request, string token)
        => AuthenticateAsync(request, cookie: null, token);

    /// <summary>Whose console the request's cookie opens, and until when.</summary>
    public async ValueTask<(string App, DateTimeOffset Expires)?> ConsoleAsync(HttpRequest request)
    {
        // Read before it is verified: only to learn whose secrets it must be signed with.
        if (ConsoleCookie.TokenOf(request) is not { } token || TokenClaims.Read("", token).Claims?.Console is not { } app)
        {
            return null;
        }

        var secrets = apps.SecretsOf(app);
        var (claims, _) = secrets.Count == 0 ? default : await VerifiedAsync(app, secrets, token, (await settings.OfAsync(app)).Access);
        return claims?.Expires is { } expires && claims.Console == app ? (app, DateTimeOffset.FromUnixTimeSeconds((long)expires)) : null;
    }

    private async ValueTask<(Caller? Caller, ApiFailure? Failure)> AuthenticateAsync(HttpRequest request, string? cookie, string token)
    {
        if (request.Query["api_key"] is not [{ Length: > 0 } key])
        {
            return (null, AuthFailures.NoKey);
        }

        var secrets = apps.SecretsOf(key);
        if (secrets.Count == 0)
        {
            return (null, AuthFailures.UnknownKey);
        }

        var access = (await settings.OfAsync(key)).Access;
        var (caller, failure) = cookie is null
            ? await IdentifyAsync(request, key, secrets, token, access)
            : await VerifyConsoleAsync(key, secrets, cookie, access);
        return (caller is null ? null : caller with { IsUnchecked = access.DisablePermissionsChecks }, failure);
    }

    private async ValueTask<(Caller? Caller, ApiFailure? Failure)> IdentifyAsync(
        HttpRequest request, string key, IReadOnlyList<string> secrets, string token, AppAccess access)
        => AuthType(request) switch
        {
            "jwt" when token.Length == 0 => access.DisableAuthChecks && Named(request, key) is { } named ? (named, null) : (null, AuthFailures.NoToken),
            "jwt" => await VerifyAsync(key, secrets, token, access),
            "anonymous" when token.Length == 0 => (new(key, Actor.AnonymousId), null),
            "anonymous" => Anonymous(await VerifyAsync(key, secrets, token, access)),
            _ => (null, AuthFailures.AuthType),
        };

    // Made here, for this app, and with an end: no other server token becomes a session by being put into the cookie.
    private async ValueTask<(Caller? Caller, ApiFailure? Failure)> VerifyConsoleAsync(
        string key, IReadOnlyList<string> secrets, string token, AppAccess access)
    {
        var (claims, failure) = await VerifiedAsync(key, secrets, token, access);
        return claims is null ? (null, failure)
            : claims.Console == key && claims.Expires is not null ? (new(key, null), null)
            : (null, AuthFailures.SignedOut);
    }

    private async ValueTask<(Caller? Caller, ApiFailure? Failure)> VerifyAsync(
        string key, IReadOnlyList<string> secrets, string token, AppAccess access)
    {
        // Who says to be a server must always show it: servers may do everything.
        if (access.DisableAuthChecks && TokenVerifier.ReadUnverified(key, token) is { Claims: { UserId: not null } said })
        {
            return (Of(key, said) with { IsVerified = false, IssuedAt = DateTimeOffset.MaxValue }, null);
        }

        var (claims, failure) = await VerifiedAsync(key, secrets, token, access);
        return (claims is null ? null : Of(key, claims), failure);
    }

    private async ValueTask<(TokenClaims? Claims, ApiFailure? Failure)> VerifiedAsync(
        string key, IReadOnlyList<string> secrets, string token, AppAccess access)
    {
        var (claims, failure) = await tokens.VerifyAsync(key, secrets, token);
        return claims?.IsOlderThan(access.RevokeTokensIssuedBefore) == true ? (null, AuthFailures.Revoked) : (claims, failure);
    }

    private static Caller Of(string key, TokenClaims claims) => new(key, claims.UserId)
    {
        Calls = claims.Calls,
        CallRole = claims.Role,
        IssuedAt = claims.Issued,
        Expires = claims.ExpiresAt,
    };

    // The user that a request without a token says to come from.
    private static Caller? Named(HttpRequest request, string key)
        => request.Query["user_id"] is [{ } id] && (id == Actor.AnonymousId || Ids.WhyNoUser(id) is null)
            ? new(key, id) { IsVerified = false, IssuedAt = DateTimeOffset.MaxValue }
            : null;

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
