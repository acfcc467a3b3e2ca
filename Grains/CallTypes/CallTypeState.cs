using OrleansFrames.Json;

namespace OrleansFrames.CallTypes;

/// <summary>What is stored of a call type.</summary>
public sealed record CallTypeState
{
    public int Version { get; init; } = 1;

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }

    public RawJson Settings { get; init; }

    public IReadOnlyDictionary<string, IReadOnlyList<string>> Grants { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    public RawJson NotificationSettings { get; init; }

    public string? ExternalStorage { get; init; }
}
