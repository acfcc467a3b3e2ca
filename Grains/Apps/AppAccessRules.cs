using OrleansFrames.CallTypes;

namespace OrleansFrames.Apps;

/// <summary>What an app's access may be, and how a change becomes the next one.</summary>
internal static class AppAccessRules
{
    // An app's own server may be a little ahead of us.
    private static readonly TimeSpan Leeway = TimeSpan.FromMinutes(1);

    /// <summary>A time to come would refuse tokens that are yet to be made, and lock out whoever could take it back.</summary>
    public static Refusal? Check(AppAccessUpdate update, DateTimeOffset now)
        => update.RevokeTokensIssuedBefore > now + Leeway ? Refusal.Input("revoke_tokens_issued_before", "must not be in the future") : null;

    public static AppAccess Next(AppAccess current, AppAccessUpdate update) => new()
    {
        DisableAuthChecks = update.DisableAuthChecks ?? current.DisableAuthChecks,
        DisablePermissionsChecks = update.DisablePermissionsChecks ?? current.DisablePermissionsChecks,
        GuestUserCreationDisabled = update.GuestUserCreationDisabled ?? current.GuestUserCreationDisabled,
        RevokeTokensIssuedBefore = update.EndsRevocation ? null : update.RevokeTokensIssuedBefore ?? current.RevokeTokensIssuedBefore,
        Grants = GrantMap.Merge(current.Grants, update.Grants),
    };
}
