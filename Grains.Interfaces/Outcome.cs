namespace OrleansFrames;

/// <summary>What a grain answers where it may refuse: a value, or an expected <see cref="OrleansFrames.Refusal"/>. Exceptions mean a bug or an outage.</summary>
[GenerateSerializer, Immutable, Alias("frames.Outcome`1")]
public sealed record Outcome<T>
{
    [Id(0)]
    public T? Value { get; init; }

    [Id(1)]
    public Refusal? Refusal { get; init; }

    public static implicit operator Outcome<T>(T value) => new() { Value = value };

    public static implicit operator Outcome<T>(Refusal refusal) => new() { Refusal = refusal };
}
