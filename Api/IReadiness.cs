namespace OrleansFrames.Api;

/// <summary>
/// Something that this host cannot work without. <c>GET /readyz</c> asks all that are registered; where none is, it asks an app's grain.
/// </summary>
public interface IReadiness
{
    /// <summary>Null when ready, else one sentence for the operator. It is public: no secret, no path.</summary>
    ValueTask<string?> WhyNotReadyAsync(CancellationToken cancellationToken);
}
