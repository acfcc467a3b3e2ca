using OrleansFrames.CallTypes;

namespace OrleansFrames.Apps;

/// <summary>What there is in the app by name: call types and roles.</summary>
internal sealed partial class AppGrain
{
    public async Task<IReadOnlyList<CallTypeResponse>> ListCallTypesAsync(CancellationToken cancellationToken)
    {
        var types = await Task.WhenAll(
            BuiltInCallTypes.Names.Concat(stored.State.CallTypes).Select(name => GrainFactory.GetCallType(App, name).GetAsync(cancellationToken)));
        return [.. types.Select(type => type.Value).OfType<CallTypeResponse>()];
    }

    public async Task<Refusal?> AddCallTypeAsync(string name, CancellationToken cancellationToken)
    {
        var known = stored.State.CallTypes;
        if (known.Contains(name))
        {
            return null;
        }

        if (known.Count >= AppRules.MostCallTypes)
        {
            return Refusal.Input("name", $"an app has at most {AppRules.MostCallTypes} call types of its own");
        }

        await stored.SaveAsync(stored.State with { CallTypes = [.. known, name] }, cancellationToken);
        return null;
    }

    public Task RemoveCallTypeAsync(string name, CancellationToken cancellationToken)
        => stored.SaveAsync(stored.State with { CallTypes = [.. stored.State.CallTypes.Where(known => known != name)] }, cancellationToken);

    public async Task<IReadOnlyList<RoleResponse>> ListRolesAsync(CancellationToken cancellationToken)
    {
        var types = await ListCallTypesAsync(cancellationToken);
        return Roles.All(stored.State.Roles, AppGrants.Of(stored.State.Access), types);
    }

    public async Task<Outcome<RoleResponse>> CreateRoleAsync(string name, CancellationToken cancellationToken)
    {
        var known = await ListRolesAsync(cancellationToken);
        if (Roles.WhyNotNew(name, known) is { } refusal)
        {
            return refusal;
        }

        var now = clock.GetUtcNow();
        await stored.SaveAsync(stored.State with { Roles = [.. stored.State.Roles, new(name, now)] }, cancellationToken);
        return (await ListRolesAsync(cancellationToken)).First(role => role.Name == name);
    }

    public async Task<Refusal?> DeleteRoleAsync(string name, CancellationToken cancellationToken)
    {
        if (Roles.WhyNotGone(name, stored.State.Roles) is { } refusal)
        {
            return refusal;
        }

        await stored.SaveAsync(stored.State with { Roles = [.. stored.State.Roles.Where(role => role.Name != name)] }, cancellationToken);
        return null;
    }
}
