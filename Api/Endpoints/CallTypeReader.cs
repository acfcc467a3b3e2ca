using OrleansFrames.Api.Input;
using OrleansFrames.CallTypes;

namespace OrleansFrames.Api.Endpoints;

/// <summary>A new call type and its name.</summary>
internal sealed record NewCallType(string Name, CallTypeUpdate Type);

/// <summary>Reads GetStream's CreateCallTypeRequest and UpdateCallTypeRequest.</summary>
internal static class CallTypeReader
{
    private const int MostRoles = 100;
    private const int MostPermissions = 500;
    private const int LongestPermission = 128;

    public static NewCallType Create(RequestInput input) => new(input.Body.RequiredName("name"), Update(input));

    public static CallTypeUpdate Update(RequestInput input) => new(
        input.Body.Groups("settings"),
        Grants(input.Body),
        input.Body.Object("notification_settings"),
        input.Body.Text("external_storage", longest: 128));

    /// <summary>Role to permissions; null when they are not given.</summary>
    public static Dictionary<string, IReadOnlyList<string>>? Grants(JsonFields body)
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

        return roles.ToDictionary(role => role, role => Permissions(body, grants, role));
    }

    // Names that are not known are kept: SDKs send permissions of GetStream's that mean nothing here.
    private static IReadOnlyList<string> Permissions(JsonFields body, JsonFields grants, string role)
    {
        if (role.Length is 0 or > JsonFields.LongestRole)
        {
            body.Refuse("grants", $"names of roles must be 1 to {JsonFields.LongestRole} characters long");
        }

        var permissions = grants.Texts(role, MostPermissions, LongestPermission) ?? [];
        if (permissions.Index().FirstOrDefault(one => one.Item.Length == 0) is { Item: not null } wrong)
        {
            grants.Refuse($"{role}[{wrong.Index}]", "must not be empty");
        }

        return permissions;
    }
}
