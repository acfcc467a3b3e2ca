namespace OrleansFrames.Platform.Tests.Wire;

public enum Size
{
    Small,
    Large,
}

/// <summary>A record as the product's contracts are: positional, immutable, with every kind of member that they use.</summary>
[GenerateSerializer, Immutable, Alias("platform.Order")]
public sealed record Order(
    [property: Id(0)] string Item,
    [property: Id(1)] decimal Price,
    [property: Id(2)] DateTimeOffset At,
    [property: Id(3)] TimeSpan? Within,
    [property: Id(4)] Guid Number,
    [property: Id(5)] Size Size,
    [property: Id(6)] Uri? Page,
    [property: Id(7)] IReadOnlyDictionary<string, IReadOnlyList<string>> Labels)
{
    [Id(8)]
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Computed: nothing of it travels.</summary>
    public bool IsLarge => Size == Size.Large;
}

/// <summary>Anybody may change it, so that grain and caller need copies.</summary>
#pragma warning disable ORLEANS0004 // That one member has no id is what a test is about.
[GenerateSerializer, Alias("platform.Basket")]
#pragma warning restore ORLEANS0004
public sealed class Basket
{
    [Id(0)]
    public List<string> Items { get; set; } = [];

    [Id(1)]
    public Basket? Inner { get; set; }

    /// <summary>Without an id, it stays behind.</summary>
    public string Note { get; set; } = "fresh";
}

/// <summary>Says that nobody changes it, although somebody can.</summary>
[GenerateSerializer, Immutable, Alias("platform.Promise")]
public sealed class Promise
{
    [Id(0)]
    public List<string> Items { get; init; } = [];
}

[GenerateSerializer, Alias("platform.Pair`2")]
public readonly record struct Pair<TFirst, TSecond>([property: Id(0)] TFirst First, [property: Id(1)] TSecond Second);

[GenerateSerializer, Alias("platform.Animal")]
public abstract record Animal([property: Id(0)] string Name);

[GenerateSerializer, Alias("platform.Cat")]
public sealed record Cat(string Name, [property: Id(0)] int Lives) : Animal(Name);
