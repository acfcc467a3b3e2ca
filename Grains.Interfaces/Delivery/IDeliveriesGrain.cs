namespace OrleansFrames.Delivery;

/// <summary>What became of deliveries, and how they are made again. Holds nothing; one activation per silo. Key: <c>deliveries</c>.</summary>
[Alias("frames.IDeliveriesGrain")]
public interface IDeliveriesGrain : IGrainWithStringKey
{
    /// <summary>What became of an event at each hook that it was owed to; refused when there is no such event.</summary>
    [Alias("Of")]
    Task<Outcome<EventDeliveries>> OfAsync(string app, Guid eventId, CancellationToken cancellationToken);

    /// <summary>
    /// Owes events to hooks again, with all attempts: to those that are enabled and want the type, also to hooks that did not exist yet. What is
    /// still owed is left as it is. Refused when the hook does not exist.
    /// </summary>
    [Alias("Replay")]
    Task<Outcome<ReplayResult>> ReplayAsync(ReplayRequest request, CancellationToken cancellationToken);
}

/// <summary>Which events are sent again: these, or those of a range of sequence numbers, or those that died since a time. One of the three.</summary>
/// <param name="FirstSeq">First of the range; <paramref name="LastSeq"/> is the last.</param>
/// <param name="DeadSince">Deliveries that were given up then or later.</param>
/// <param name="HookId">To this hook alone; null for all.</param>
[GenerateSerializer, Immutable, Alias("frames.ReplayRequest")]
public sealed record ReplayRequest(
    [property: Id(0)] string App,
    [property: Id(1)] IReadOnlyList<Guid>? EventIds,
    [property: Id(2)] long? FirstSeq,
    [property: Id(3)] long? LastSeq,
    [property: Id(4)] DateTimeOffset? DeadSince,
    [property: Id(5)] string? HookId)
{
    /// <summary>Deliveries that one request makes at most.</summary>
    public const int Most = 10_000;
}

/// <param name="Deliveries">How many are owed now that were not before.</param>
/// <param name="More">There were more than one request makes: ask again.</param>
[GenerateSerializer, Immutable, Alias("frames.ReplayResult")]
public sealed record ReplayResult([property: Id(0)] int Deliveries, [property: Id(1)] bool More);

[GenerateSerializer, Immutable, Alias("frames.EventDeliveries")]
public sealed record EventDeliveries([property: Id(0)] Guid EventId, [property: Id(1)] IReadOnlyList<HookDelivery> Deliveries);

/// <summary>An event on its way to one hook.</summary>
/// <param name="State"><c>pending</c>, <c>delivered</c> or <c>dead</c>.</param>
/// <param name="Attempt">Attempts begun.</param>
/// <param name="NextAt">When it is tried next, if it is pending and no attempt is under way.</param>
/// <param name="EndedAt">When it was delivered or given up.</param>
/// <param name="LastStatus">Status of the last answer.</param>
/// <param name="Failed">Attempts that failed, the oldest first.</param>
[GenerateSerializer, Immutable, Alias("frames.HookDelivery")]
public sealed record HookDelivery(
    [property: Id(0)] string HookId,
    [property: Id(1)] string State,
    [property: Id(2)] int Attempt,
    [property: Id(3)] DateTimeOffset? NextAt,
    [property: Id(4)] DateTimeOffset? EndedAt,
    [property: Id(5)] int? LastStatus,
    [property: Id(6)] string? LastError,
    [property: Id(7)] IReadOnlyList<FailedAttempt> Failed);

/// <param name="EndedAt">When it was known to have failed.</param>
[GenerateSerializer, Immutable, Alias("frames.FailedAttempt")]
public sealed record FailedAttempt(
    [property: Id(0)] int Attempt, [property: Id(1)] DateTimeOffset EndedAt, [property: Id(2)] int? Status, [property: Id(3)] string? Error);
