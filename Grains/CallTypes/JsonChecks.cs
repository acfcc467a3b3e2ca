using System.Text.Json;
using System.Text.Json.Nodes;

namespace OrleansFrames.CallTypes;

internal static class JsonChecks
{
    public static bool IsOneOf(this JsonNode? node, IReadOnlyList<string> values)
        => node is JsonValue value && value.TryGetValue<string>(out var text) && values.Contains(text);

    public static bool IsIntegerIn(this JsonNode? node, int least, int most)
        => node is JsonValue value && value.GetValueKind() == JsonValueKind.Number
            && value.TryGetValue<int>(out var number) && number >= least && number <= most;
}
