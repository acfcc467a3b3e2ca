namespace OrleansFrames.Delivery;

/// <summary>The id of a delivery, by which a receiver knows a repeat: the same on every attempt and replay.</summary>
internal static class DeliveryId
{
    public static Guid Of(Guid eventId, string hookId) => NameUuid.Create(eventId, hookId);
}
