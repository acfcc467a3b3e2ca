using OrleansFrames.Apps;

namespace OrleansFrames.Delivery;

/// <summary>Sends events through sinks. Holds nothing; one activation per silo, sends interleave. Key: <c>delivery</c>.</summary>
[Alias("frames.IDeliveryGrain")]
public interface IDeliveryGrain : IGrainWithStringKey
{
    /// <summary>Makes one attempt and says what the far side did. Never throws for what the far side does.</summary>
    /// <remarks>An attempt may last 30 s, as long as the default of a grain call.</remarks>
    [Alias("Send"), ResponseTimeout("00:00:40")]
    Task<DeliveryResult> SendAsync(DeliveryRequest request, CancellationToken cancellationToken);
}

/// <summary>One attempt to deliver one event to one hook.</summary>
/// <param name="ObjectKey">The picture whose URL is minted for this attempt; null for events without one.</param>
/// <param name="StoredAt">When the picture was stored.</param>
/// <param name="UrlLife">Life of the URL.</param>
/// <param name="Attempt">1 for the first.</param>
/// <param name="Compress">The app wants bodies compressed.</param>
/// <param name="CallCid">The call that the event is about; null when it is about none.</param>
[GenerateSerializer, Immutable, Alias("frames.DeliveryRequest")]
public sealed record DeliveryRequest(
    [property: Id(0)] EventHook Hook,
    [property: Id(1)] string App,
    [property: Id(2)] Guid EventId,
    [property: Id(3)] string Type,
    [property: Id(4)] string Payload,
    [property: Id(5)] string? ObjectKey,
    [property: Id(6)] DateTimeOffset? StoredAt,
    [property: Id(7)] TimeSpan UrlLife,
    [property: Id(8)] int Attempt,
    [property: Id(9)] bool Compress = false,
    [property: Id(10)] string? CallCid = null);

/// <summary>What the far side did.</summary>
/// <param name="Status">HTTP status where there was an answer.</param>
/// <param name="Error">One sentence where it was not delivered.</param>
/// <param name="RetryAfter">What the far side asked for.</param>
/// <param name="TimedOut">No answer within the attempt's time.</param>
[GenerateSerializer, Immutable, Alias("frames.DeliveryResult")]
public sealed record DeliveryResult(
    [property: Id(0)] DeliveryVerdict Verdict,
    [property: Id(1)] int? Status = null,
    [property: Id(2)] string? Error = null,
    [property: Id(3)] TimeSpan? RetryAfter = null,
    [property: Id(4)] bool TimedOut = false);

/// <summary>Delivered; to be tried again; or gone (the far side wants no more: 410), which disables the hook.</summary>
public enum DeliveryVerdict
{
    Delivered,
    Retry,
    Gone,
}
