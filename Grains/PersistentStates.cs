namespace OrleansFrames;

/// <summary>Writes of grain state that leave memory as it was when they fail.</summary>
internal static class PersistentStates
{
    /// <summary>Stores a new state; when that fails, the activation goes on with the old one.</summary>
    public static async Task SaveAsync<TState>(this IPersistentState<TState> stored, TState next, CancellationToken cancellationToken)
    {
        var before = stored.State;
        stored.State = next;
        try
        {
            await stored.WriteStateAsync(cancellationToken);
        }
        catch
        {
            stored.State = before;
            throw;
        }
    }
}
