namespace OrleansFrames.Platform.Tests.Calls;

[Alias("platform.ITextKeyGrain")]
public interface ITextKeyGrain : IGrainWithStringKey
{
    [Alias("Key")]
    Task<string> KeyAsync();

    [Alias("KeyOfSelf")]
    Task<string> KeyOfSelfAsync();
}

[Alias("platform.INumberKeyGrain")]
public interface INumberKeyGrain : IGrainWithIntegerKey
{
    [Alias("Key")]
    Task<long> KeyAsync();
}

[Alias("platform.IGuidKeyGrain")]
public interface IGuidKeyGrain : IGrainWithGuidKey
{
    [Alias("Key")]
    ValueTask<Guid> KeyAsync();
}

/// <summary>No class implements it.</summary>
[Alias("platform.IAbsentGrain")]
public interface IAbsentGrain : IGrainWithStringKey
{
    [Alias("Nothing")]
    Task NothingAsync();
}

/// <summary>Two classes implement it, and neither has its name.</summary>
[Alias("platform.ITwofoldGrain")]
public interface ITwofoldGrain : IGrainWithStringKey
{
    [Alias("Name")]
    Task<string> NameAsync();
}

internal sealed class TextKeyGrain : Grain, ITextKeyGrain
{
    public Task<string> KeyAsync() => Task.FromResult(this.GetPrimaryKeyString());

    public Task<string> KeyOfSelfAsync() => Task.FromResult(this.AsReference<ITextKeyGrain>().GetPrimaryKeyString());
}

internal sealed class NumberKeyGrain : Grain, INumberKeyGrain
{
    public Task<long> KeyAsync() => Task.FromResult(this.GetPrimaryKeyLong());
}

/// <summary>A grain without a base class asks for its context.</summary>
internal sealed class GuidKeyGrain(IGrainContext context) : IGrainBase, IGuidKeyGrain
{
    public IGrainContext GrainContext => context;

    public ValueTask<Guid> KeyAsync() => new(this.GetPrimaryKey());
}

internal sealed class FirstFoldGrain : Grain, ITwofoldGrain
{
    public Task<string> NameAsync() => Task.FromResult("first");
}

internal sealed class SecondFoldGrain : Grain, ITwofoldGrain
{
    public Task<string> NameAsync() => Task.FromResult("second");
}
