using OrleansFrames.Apps;

namespace OrleansFrames.Api.Auth;

/// <summary>Makes the tokens of guests: as good as a user's own, and without an end, for nobody could renew them.</summary>
internal sealed class GuestTokens(IAppDirectory apps, TimeProvider clock)
{
    public string Make(string app, string userId)
        => SignedToken.Make(new { user_id = userId, iat = clock.GetUtcNow().ToUnixTimeSeconds() }, apps.SecretsOf(app)[0]);
}
