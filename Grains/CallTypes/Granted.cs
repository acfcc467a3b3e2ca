namespace OrleansFrames.CallTypes;

/// <summary>
/// What roles may do together by a map of grants. A grant is the id of a permission or, as SDKs' examples have it, its capability; with the ending
/// <c>-owner</c> it counts for the owner alone, and the ending <c>-any-team</c> says nothing, since teams divide nothing here. Grants that name no
/// permission are kept for their readers and give nothing.
/// </summary>
internal sealed class Granted
{
    private const string OwnerOnly = "-owner";
    private const string AnyTeam = "-any-team";

    private static readonly Dictionary<string, IReadOnlyList<string>> All
        = new() { [""] = [.. Permissions.OfCalls.Concat(Permissions.OfApps).Select(permission => permission.Id)] };

    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    public Granted(IReadOnlyDictionary<string, IReadOnlyList<string>> grants, IEnumerable<string> roles, bool isOwner)
    {
        foreach (var grant in roles.Distinct().SelectMany(role => grants.GetValueOrDefault(role, [])))
        {
            if (Name(grant, isOwner) is { } name)
            {
                _names.Add(name);
            }
        }
    }

    /// <summary>In the order of their names.</summary>
    public IReadOnlyList<string> Capabilities
        => [.. Permissions.OfCalls.Where(permission => permission.Capability is not null && Allows(permission))
            .Select(permission => permission.Capability!)
            .Order(StringComparer.Ordinal)];

    /// <summary>The capabilities of every role. What only the owner of a call may do is no role's.</summary>
    public static Dictionary<string, IReadOnlyList<string>> ByRole(IReadOnlyDictionary<string, IReadOnlyList<string>> grants)
        => grants.Keys.ToDictionary(role => role, role => new Granted(grants, [role], isOwner: false).Capabilities);

    public bool Allows(Permission permission)
        => _names.Contains(permission.Id) || (permission.Capability is { } capability && _names.Contains(capability));

    /// <summary>Where permissions are not checked.</summary>
    public static Granted Everything() => new(All, [""], isOwner: true);

    /// <summary>Whatever the grants say, this is allowed.</summary>
    public void Allow(Permission permission) => _names.Add(permission.Id);

    /// <summary>Whatever the grants say, this is not allowed.</summary>
    public void Deny(Permission permission) => _names.RemoveWhere(name => name == permission.Id || name == permission.Capability);

    // Null when the grant is for the owner, and this is somebody else.
    private static string? Name(string grant, bool isOwner)
    {
        var name = grant;
        while (true)
        {
            if (name.EndsWith(AnyTeam, StringComparison.Ordinal))
            {
                name = name[..^AnyTeam.Length];
            }
            else if (name.EndsWith(OwnerOnly, StringComparison.Ordinal))
            {
                if (!isOwner)
                {
                    return null;
                }

                name = name[..^OwnerOnly.Length];
            }
            else
            {
                return name;
            }
        }
    }
}
