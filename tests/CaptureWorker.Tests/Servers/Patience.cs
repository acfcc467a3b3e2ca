namespace OrleansFrames.CaptureWorker.Tests.Servers;

/// <summary>How long tests wait for what must happen, on a machine much slower than any.</summary>
internal static class Patience
{
    public static TimeSpan Limit { get; } = TimeSpan.FromSeconds(60);

    /// <summary>Asks until the answer is yes.</summary>
    public static async Task UntilAsync(string what, Func<Task<bool>> isSo, Func<string>? more = null)
    {
        using var limit = new CancellationTokenSource(Limit, TimeProvider.System);
        while (!await isSo())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, CancellationToken.None);
            Assert.False(limit.IsCancellationRequested, $"waited {Limit.TotalSeconds} s for {what}; {more?.Invoke()}");
        }
    }
}
