using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace OrleansFrames.CallTypes;

/// <summary>What a user may be allowed to do, in GetStream's three name spaces.</summary>
/// <param name="Action">What refusals name, such as <c>StartFrameRecording</c>.</param>
/// <param name="Id">What grants hold, such as <c>start-frame-recording</c>.</param>
/// <param name="Capability">What <c>own_capabilities</c> hold, such as <c>start-frame-record-call</c>; null where GetStream has none.</param>
[SuppressMessage("Naming", "CA1711", Justification = "GetStream's own word; the rule keeps it for an interface that .NET no longer has.")]
public sealed record Permission(string Action, string Id, string? Capability)
{
    /// <summary>A permission whose names follow from its action.</summary>
    internal static Permission Plain(string action) => Named(action, JsonNamingPolicy.KebabCaseLower.ConvertName(action));

    internal static Permission Named(string action, string? capability)
        => new(action, JsonNamingPolicy.KebabCaseLower.ConvertName(action), capability);
}
