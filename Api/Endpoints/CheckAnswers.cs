using OrleansFrames.Delivery;

namespace OrleansFrames.Api.Endpoints;

/// <summary>GetStream's CheckSQSResponse and CheckSNSResponse.</summary>
/// <param name="Status"><c>ok</c> or <c>error</c>.</param>
internal sealed record CheckAnswer(string Status, string? Error = null)
{
    public static CheckAnswer From(DeliveryResult result)
        => result.Verdict == DeliveryVerdict.Delivered ? new("ok") : new("error", result.Error ?? "the test message was not delivered");
}
