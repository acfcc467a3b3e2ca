namespace OrleansFrames.Calls;

/// <summary>
/// Where hosts of the API leave orders for another host, which holds the client's connection and takes them with each of its polls.
/// Key: <c>watch/{app}/{host}</c>. Holds them in memory alone: what is lost with its silo is at most one poll's worth.
/// </summary>
[Alias("frames.IWatchMailGrain")]
public interface IWatchMailGrain : IGrainWithStringKey
{
    /// <summary>Beyond 1,000 orders that nobody takes, the oldest are dropped: their host is gone.</summary>
    [Alias("Post")]
    Task PostAsync(WatchOrder order, CancellationToken cancellationToken);

    /// <summary>All orders in the order in which they were left; they are here no more.</summary>
    [Alias("Take")]
    Task<IReadOnlyList<WatchOrder>> TakeAsync(CancellationToken cancellationToken);
}
