using Orleans.Concurrency;

namespace OrleansFrames.Delivery;

/// <summary>One event hook: breaker and slots, and the only claimer of its rows in the outbox. Key: <c>hook/{app}/{hook}</c>.</summary>
[Alias("frames.IHookGrain")]
public interface IHookGrain : IGrainWithStringKey
{
    /// <summary>There may be rows to deliver. Answers at once.</summary>
    [Alias("Poke"), AlwaysInterleave]
    Task PokeAsync();

    /// <summary>The hook or the app's settings changed: they are read anew before anything more is claimed. Answers at once.</summary>
    [Alias("Reload"), AlwaysInterleave]
    Task ReloadAsync(CancellationToken cancellationToken);
}
