namespace OrleansFrames.Silo.Hosting.Network;

/// <summary>Which addresses this server may connect to (section <c>Network</c>).</summary>
public sealed class NetworkOptions
{
    /// <summary>Networks (CIDR) that are allowed although they are not public, e.g. <c>10.20.0.0/16</c>.</summary>
    public IList<string> Allow { get; init; } = [];

    /// <summary>Loopback and private networks are allowed. Default: true, for a server that stands beside its cameras; turn it off where tenants are strangers.</summary>
    public bool AllowPrivate { get; set; } = true;
}
