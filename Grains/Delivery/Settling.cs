using OrleansFrames.Ledger;

namespace OrleansFrames.Delivery;

/// <summary>What becomes of a delivery's row after an attempt.</summary>
internal static class Settling
{
    public static Settlement Of(ClaimedDelivery claim, DeliveryResult result, RetrySchedule schedule) => result.Verdict switch
    {
        DeliveryVerdict.Delivered => Settle(claim, result, DeliveryState.Delivered, TimeSpan.Zero),
        DeliveryVerdict.Gone => Settle(claim, result, DeliveryState.Dead, TimeSpan.Zero),
        _ when schedule.Next(claim.Attempt, result) is { } wait => Settle(claim, result, DeliveryState.Pending, wait),
        _ => Settle(claim, result, DeliveryState.Dead, TimeSpan.Zero),
    };

    private static Settlement Settle(ClaimedDelivery claim, DeliveryResult result, DeliveryState state, TimeSpan retryIn)
        => new(claim.Event.EventId, claim.Attempt, state, retryIn, result.Status, result.Error);
}
