namespace OrleansFrames.Api.Limits;

/// <summary>GetStream's LimitInfoResponse.</summary>
/// <param name="Limit">Requests in a minute.</param>
/// <param name="Remaining">How many of them are left.</param>
/// <param name="Reset">When the minute ends, in unix seconds.</param>
internal sealed record RateLimit(long Limit, long Remaining, long Reset);
