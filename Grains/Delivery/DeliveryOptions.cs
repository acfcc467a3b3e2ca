using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace OrleansFrames.Delivery;

/// <summary>How events are delivered to hooks (section <c>Delivery</c>).</summary>
public sealed class DeliveryOptions
{
    /// <summary>Attempts under way for one hook. Default: 32.</summary>
    [Range(1, 1_000)]
    public int Slots { get; set; } = 32;

    /// <summary>Attempts under way for one hook whose far side timed out. Default: 4.</summary>
    [Range(1, 1_000)]
    public int SlotsAfterTimeout { get; set; } = 4;

    /// <summary>How much longer than its time-out an attempt's lease is. Default: 15 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan LeaseMargin { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>The breaker's first pause; it doubles while the far side fails. Default: 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "01:00:00")]
    public TimeSpan BreakerPause { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The breaker's longest pause. Default: 5 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "24:00:00")]
    public TimeSpan LongestBreakerPause { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>A hook that owes nothing for so long gives up its memory. Default: 1 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "01:00:00")]
    public TimeSpan IdleAfter { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a silo that stops waits for attempts that are under way. Default: 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:25")]
    public TimeSpan StopGrace { get; set; } = TimeSpan.FromSeconds(5);
}

[OptionsValidator]
internal sealed partial class DeliveryOptionsValidator : IValidateOptions<DeliveryOptions>;
