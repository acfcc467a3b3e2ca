namespace OrleansFrames.EndToEnd.Tests.Hosts;

/// <summary>Waits for something that another process does; says what did not happen.</summary>
internal static class Patience
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    public static async Task UntilAsync(Func<Task<bool>> condition, TimeSpan patience, Func<string> what)
    {
        var began = TimeProvider.System.GetTimestamp();
        using PeriodicTimer timer = new(Look);
        while (!await condition())
        {
            if (TimeProvider.System.GetElapsedTime(began) > patience)
            {
                throw new TimeoutException($"Waited {patience.TotalSeconds} s in vain for {what()}");
            }

            await timer.WaitForNextTickAsync();
        }
    }
}
