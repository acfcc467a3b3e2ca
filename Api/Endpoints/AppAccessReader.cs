using OrleansFrames.Api.Input;
using OrleansFrames.Apps;

namespace OrleansFrames.Api.Endpoints;

/// <summary>Reads of GetStream's UpdateAppRequest who is let in, and what users may do.</summary>
internal static class AppAccessReader
{
    private const string Revocation = "revoke_tokens_issued_before";

    public static AppAccessUpdate Read(JsonFields body) => new()
    {
        DisableAuthChecks = body.Flag("disable_auth_checks"),
        DisablePermissionsChecks = body.Flag("disable_permissions_checks"),
        GuestUserCreationDisabled = body.Flag("guest_user_creation_disabled"),
        RevokeTokensIssuedBefore = body.Time(Revocation),
        EndsRevocation = body.IsNull(Revocation),
        Grants = CallTypeReader.Grants(body),
    };
}
