using OrleansFrames.Api.Errors;

namespace OrleansFrames.Api.Auth;

/// <summary>The 401 answers. SDKs act on the codes: 40 alone makes a client fetch a new token and try again.</summary>
internal static class AuthFailures
{
    public static ApiFailure NoKey { get; } = ApiFailure.Unauthorized(2, "api_key is missing; give it once as a query parameter");

    public static ApiFailure UnknownKey { get; } = ApiFailure.Unauthorized(2, "api_key is not known");

    public static ApiFailure AuthType { get; } = ApiFailure.Unauthorized(5, "stream-auth-type missing or invalid");

    public static ApiFailure NoToken { get; } = ApiFailure.Unauthorized(5, "JWTAuth error: no token; give it in the Authorization header");

    public static ApiFailure Expired { get; } = ApiFailure.Unauthorized(40, "JWTAuth error: token is expired (exp)");

    public static ApiFailure NotYet { get; } = ApiFailure.Unauthorized(41, "JWTAuth error: token is not valid yet (nbf)");

    public static ApiFailure FromTheFuture { get; } = ApiFailure.Unauthorized(42, "JWTAuth error: token used before issue at (iat)");

    // Not 40, which is for tokens that have ended (exp) alone.
    public static ApiFailure Revoked { get; } = ApiFailure.Unauthorized(5, "JWTAuth error: token is revoked (revoke_tokens_issued_before); get a new one");

    public static ApiFailure OtherUser { get; } = ApiFailure.Unauthorized(5, "user_details.id is not the user of the token");

    public static ApiFailure SignedOut { get; } = ApiFailure.Unauthorized(5, "not signed in");

    public static ApiFailure KeyOrSecret { get; } = ApiFailure.Unauthorized(2, "The API key or the secret is wrong.");

    public static ApiFailure Ticket { get; } = ApiFailure.Unauthorized(2, "This link was used already or is too old. Sign in with key and secret.");

    public static ApiFailure Malformed(string reason) => ApiFailure.Unauthorized(5, $"JWTAuth error: token is malformed: {reason}");

    public static ApiFailure Signature(string apiKey)
        => ApiFailure.Unauthorized(
            43, $"JWTAuth error: signature is not valid. Make sure the token is created using the secret for API key \"{apiKey}\"");
}
