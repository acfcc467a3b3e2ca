using OrleansFrames.Api.Input;
using OrleansFrames.Api.Operations;
using OrleansFrames.Apps;
using OrleansFrames.CallTypes;

namespace OrleansFrames.Api.Endpoints;

/// <summary>Which roles and which permissions there are.</summary>
internal static class RoleEndpoints
{
    public static void MapRoles(this ApiRoutes routes)
    {
        routes.ForServers.Get("/roles", "ListRoles", "ReadRoles", Nothing.Read, ListAsync)
            .Answers<RolesAnswer>("Lists the roles");
        routes.ForServers.Post("/roles", "CreateRole", "UpdateRoles", input => input.Body.RequiredName("name"), CreateAsync)
            .Answers<RoleAnswer>("Makes a role");
        routes.ForServers.Delete("/roles/{name}", "DeleteRole", "UpdateRoles", Nothing.Read, DeleteAsync)
            .AnswersNothing("Deletes a role that was made");
        routes.ForServers.Get("/permissions", "ListPermissions", "ReadPermissions", Nothing.Read, (_, _) => Task.FromResult(Answer.Of(new PermissionsAnswer(PermissionAnswer.All))))
            .Answers<PermissionsAnswer>("Lists the permissions");
        routes.ForServers.Get("/permissions/{permission}", "GetPermission", "ReadPermissions", Nothing.Read, (call, _) => Task.FromResult(Permission(call)))
            .Answers<OnePermissionAnswer>("Reads a permission");
    }

    private static async Task<Answer> ListAsync(ApiCall call, Nothing nothing)
        => Answer.Of(new RolesAnswer(await call.Grains.GetApp(call.App).ListRolesAsync(call.Aborted)));

    private static async Task<Answer> CreateAsync(ApiCall call, string name)
        => Answer.Of(await call.Grains.GetApp(call.App).CreateRoleAsync(name, call.Aborted), role => new RoleAnswer(role));

    private static async Task<Answer> DeleteAsync(ApiCall call, Nothing nothing)
        => new(Answer.Nothing, await call.Grains.GetApp(call.App).DeleteRoleAsync(call.Route("name"), call.Aborted));

    private static Answer Permission(ApiCall call)
    {
        var id = call.Route("permission");
        return PermissionAnswer.All.FirstOrDefault(permission => permission.Id == id) is { } known
            ? Answer.Of(new OnePermissionAnswer(known))
            : new(null, Refusal.NotFound($"{id}: permission does not exist"));
    }
}

internal sealed record RolesAnswer(IReadOnlyList<RoleResponse> Roles);

internal sealed record RoleAnswer(RoleResponse Role);

internal sealed record PermissionsAnswer(IReadOnlyList<PermissionAnswer> Permissions);

internal sealed record OnePermissionAnswer(PermissionAnswer Permission);

/// <summary>GetStream's Permission.</summary>
/// <param name="Level">GetStream's <c>app</c> or <c>channel</c>, which stands for a call here.</param>
/// <param name="Owner">Counts for the owner of the call alone.</param>
internal sealed record PermissionAnswer(
    string Id, string Name, string Description, string Action, string Level, bool Owner, string OwnerResource, bool Custom, bool SameTeam, IReadOnlyList<string> Tags)
{
    /// <summary>Of calls both forms, then those of the app.</summary>
    public static IReadOnlyList<PermissionAnswer> All { get; } =
    [
        .. Permissions.OfCalls.SelectMany(permission => (PermissionAnswer[])[Of(permission, "channel", owner: false), Of(permission, "channel", owner: true)]),
        .. Permissions.OfApps.Select(permission => Of(permission, "app", owner: false)),
    ];

    private static PermissionAnswer Of(Permission permission, string level, bool owner)
    {
        var name = owner ? $"{permission.Action} (owner)" : permission.Action;
        var description = owner ? $"Allows {permission.Action} in calls that the user has made" : $"Allows {permission.Action}";
        return new(owner ? $"{permission.Id}-owner" : permission.Id, name, description, permission.Action, level, owner, level == "app" ? "" : "Call", false, false, []);
    }
}
