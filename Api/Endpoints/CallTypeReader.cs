using OrleansFrames.Api.Input;
using OrleansFrames.CallTypes;

namespace OrleansFrames.Api.Endpoints;

/// <summary>Reads GetStream's UpdateCallTypeRequest.</summary>
internal static class CallTypeReader
{
    private const int MostRoles = 100;
    private const int MostPermissions = 500;

    public static CallTypeUpdate Update(RequestInput input) => new(
        input.Body.Groups("settings"),
        Grants(input.Body),
        input.Body.Object("notification_settings"),
        input.Body.Text("external_storage", longest: 128));

    private static Dictionary<string, IReadOnlyList<string>>? Grants(JsonFields body)
    {
        if (body.Child("grants") is not { } grants)
        {
            return null;
        }

        var roles = grants.Names(MostRoles + 1);
        if (roles.Count > MostRoles)
        {
            body.Refuse("grants", $"must have at most {MostRoles} roles");
        }

        return roles.ToDictionary(role => role, role => grants.Texts(role, MostPermissions) ?? []);
    }
}
