using OrleansFrames.CallTypes;

namespace OrleansFrames.Calls;

/// <summary>What somebody may do in a call.</summary>
/// <param name="Capabilities">GetStream's <c>own_capabilities</c>.</param>
[GenerateSerializer, Immutable, Alias("frames.CallRights")]
public sealed record CallRights([property: Id(0)] IReadOnlyList<string> Capabilities)
{
    /// <summary>Of server-side tokens, which skip permission checks.</summary>
    public static CallRights All { get; } = new(Permissions.Capabilities);

    /// <summary>Of requests that are about no call.</summary>
    public static CallRights None { get; } = new([]);
}
