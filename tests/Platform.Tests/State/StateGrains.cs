namespace OrleansFrames.Platform.Tests.State;

/// <summary>State as the product's grains keep it: a record of its own with a version.</summary>
public sealed record Tally
{
    public int Version { get; init; } = 1;

    public int Count { get; init; }

    public IReadOnlyList<Entry> Entries { get; init; } = [];
}

public sealed record Entry(string Name, DateTimeOffset At);

[GenerateSerializer, Immutable, Alias("platform.Kept")]
public sealed record Kept(
    [property: Id(0)] int Count,
    [property: Id(1)] bool Exists,
    [property: Id(2)] string? Etag,
    [property: Id(3)] int Entries);

[Alias("platform.ITallyGrain")]
public interface ITallyGrain : IGrainWithStringKey
{
    [Alias("Add")]
    Task<Kept> AddAsync(int count);

    [Alias("Get")]
    Task<Kept> GetAsync();

    [Alias("Clear")]
    Task ClearAsync();

    [Alias("Reload")]
    Task ReloadAsync();

    [Alias("End")]
    Task EndAsync();
}

[Alias("platform.IMemoryTallyGrain")]
public interface IMemoryTallyGrain : ITallyGrain;

/// <summary>Another class with the same keys, and a state name of its own.</summary>
[Alias("platform.IOtherTallyGrain")]
public interface IOtherTallyGrain : ITallyGrain;

internal abstract class TallyGrainBase(IPersistentState<Tally> state) : Grain, ITallyGrain
{
    public async Task<Kept> AddAsync(int count)
    {
        state.State = state.State with
        {
            Count = state.State.Count + count,
            Entries = [.. state.State.Entries, new("entry", DateTimeOffset.UnixEpoch)],
        };
        await state.WriteStateAsync();
        return await GetAsync();
    }

    public Task<Kept> GetAsync() => Task.FromResult(new Kept(state.State.Count, state.RecordExists, state.Etag, state.State.Entries.Count));

    public Task ClearAsync() => state.ClearStateAsync();

    public Task ReloadAsync() => state.ReadStateAsync();

    public Task EndAsync()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }
}

internal sealed class TallyGrain([PersistentState("tally", StorageNames.Sqlite)] IPersistentState<Tally> state) : TallyGrainBase(state);

internal sealed class MemoryTallyGrain([PersistentState("memorytally", StorageNames.Memory)] IPersistentState<Tally> state)
    : TallyGrainBase(state), IMemoryTallyGrain;

internal sealed class OtherTallyGrain([PersistentState("othertally", StorageNames.Sqlite)] IPersistentState<Tally> state)
    : TallyGrainBase(state), IOtherTallyGrain;
