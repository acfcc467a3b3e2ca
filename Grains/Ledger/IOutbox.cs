using OrleansFrames.Apps;

namespace OrleansFrames.Ledger;

/// <summary>Hooks and the deliveries owed to them. Leases and due times are the database's clock.</summary>
public interface IOutbox
{
    /// <summary>Makes the app's hooks these: new ones receive events committed from now on, missing ones no more.</summary>
    Task SaveHooksAsync(string app, IReadOnlyList<EventHook> hooks, CancellationToken cancellationToken);

    /// <summary>Hooks that have due, unleased rows.</summary>
    Task<IReadOnlyList<HookRef>> DueHooksAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Leases up to <paramref name="max"/> due rows of a hook, oldest first, and counts the attempt now: an event that kills its sender still ends.
    /// </summary>
    Task<IReadOnlyList<ClaimedDelivery>> ClaimAsync(HookRef hook, int max, TimeSpan lease, string owner, CancellationToken cancellationToken);

    /// <summary>Settles claimed rows. A row that another owner or attempt holds by now is left alone.</summary>
    /// <returns>How many were settled.</returns>
    Task<int> SettleAsync(HookRef hook, string owner, IReadOnlyList<Settlement> settlements, CancellationToken cancellationToken);

    /// <summary>How long until the hook's next row is due; zero when one is due now, null when it owes nothing.</summary>
    Task<TimeSpan?> NextDueAsync(HookRef hook, CancellationToken cancellationToken);

    /// <summary>The hook as it was last saved, or null when it ended.</summary>
    Task<EventHook?> FindHookAsync(HookRef hook, CancellationToken cancellationToken);
}

public readonly record struct HookRef(string App, string HookId);

/// <param name="ObjectKey">Of the picture that a ready event announces; otherwise null.</param>
public sealed record ClaimedDelivery(EventRow Event, int Attempt, string? ObjectKey, DateTimeOffset? StoredAt);

/// <param name="State">What the row becomes.</param>
/// <param name="RetryIn">When it is pending again, how long from now.</param>
public sealed record Settlement(Guid EventId, int Attempt, DeliveryState State, TimeSpan RetryIn, int? Status, string? Error);

public enum DeliveryState
{
    Pending,
    Delivered,
    Dead,
}
