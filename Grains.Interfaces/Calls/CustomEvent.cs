using OrleansFrames.Json;

namespace OrleansFrames.Calls;

/// <summary>GetStream's SendCallEventRequest.</summary>
/// <param name="UserId">Who sends it.</param>
/// <param name="Custom">What it says: a JSON object.</param>
[GenerateSerializer, Immutable, Alias("frames.CustomEvent")]
public sealed record CustomEvent([property: Id(0)] string UserId, [property: Id(1)] RawJson Custom);
