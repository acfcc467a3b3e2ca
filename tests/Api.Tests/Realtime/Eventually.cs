namespace OrleansFrames.Api.Tests.Realtime;

internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Asks again and again until it is so.</summary>
    public static async Task IsAsync(Func<Task<bool>> isSo, string what)
    {
        using CancellationTokenSource deadline = new(Patience);
        using PeriodicTimer pace = new(TimeSpan.FromMilliseconds(20));
        while (!await isSo())
        {
            Assert.False(deadline.IsCancellationRequested, $"waited {Patience.TotalSeconds} s for: {what}");
            await pace.WaitForNextTickAsync(CancellationToken.None);
        }
    }
}
