namespace OrleansFrames.Silo.Tests;

internal static class Deadline
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Awaits, and says what did not happen when it takes too long.</summary>
    public static async Task<T> For<T>(Task<T> task, string what)
    {
        await For((Task)task, what);
        return await task;
    }

    public static async Task For(Task task, string what)
    {
        try
        {
            await task.WaitAsync(Patience);
        }
        catch (TimeoutException) when (!task.IsCompleted)
        {
            throw new TimeoutException($"After {Patience.TotalSeconds} s still waiting for {what}.");
        }
    }
}
