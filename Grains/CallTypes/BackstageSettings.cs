using System.Text.Json.Nodes;

namespace OrleansFrames.CallTypes;

/// <summary>The settings group <c>backstage</c> (GetStream's BackstageSettings).</summary>
/// <param name="Enabled">Calls begin backstage. Default: only those of <c>livestream</c>.</param>
/// <param name="JoinAheadSeconds">How long before its start a call may be joined; null when it is not set.</param>
internal sealed record BackstageSettings(bool Enabled, int? JoinAheadSeconds)
{
    /// <param name="group">Null of a call of which nothing is kept.</param>
    public static BackstageSettings From(JsonNode? group) => new(
        group?["enabled"] is JsonValue enabled && enabled.TryGetValue<bool>(out var on) && on,
        group?["join_ahead_time_seconds"] is { } seconds && seconds.IsIntegerIn(0, int.MaxValue) ? (int)seconds : null);
}
