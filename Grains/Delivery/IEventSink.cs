namespace OrleansFrames.Delivery;

/// <summary>A way out for events. An adapter returns what the far side did and throws only for bugs.</summary>
public interface IEventSink
{
    /// <summary>The <c>hook_type</c> it serves.</summary>
    string HookType { get; }

    /// <param name="body">The event as it is sent, its URL minted.</param>
    Task<DeliveryResult> SendAsync(DeliveryRequest request, ReadOnlyMemory<byte> body, CancellationToken cancellationToken);
}
