using Microsoft.Extensions.Logging;
using OrleansFrames.Ledger;

namespace OrleansFrames.Delivery;

internal sealed partial class HookGrain
{
    [LoggerMessage(LogLevel.Information, "Delivery of {EventId} ({EventType}) to hook {HookId} of {App}: {Outcome}, attempt {Attempt}/{MaxAttempts}, status {Status}, {ElapsedMs} ms, next in {RetryIn}; {Error}")]
    private static partial void LogAttempt(
        ILogger logger, Guid eventId, string eventType, string hookId, string app, DeliveryState outcome, int attempt, int maxAttempts,
        int? status, long elapsedMs, TimeSpan retryIn, string? error);

    [LoggerMessage(LogLevel.Error, "Attempt {Attempt} to deliver {EventId} to hook {HookId} broke")]
    private static partial void LogAttemptBroke(ILogger logger, Exception error, Guid eventId, string hookId, int attempt);

    [LoggerMessage(LogLevel.Error, "Hook {HookId} of {App} cannot go on, tries again in {Pause}")]
    private static partial void LogRoundFailed(ILogger logger, Exception error, string app, string hookId, TimeSpan pause);

    [LoggerMessage(LogLevel.Warning, "{Count} deliveries of hook {HookId} of {App} ended after their lease: they may be sent twice")]
    private static partial void LogLeaseLost(ILogger logger, int count, string hookId, string app);

    [LoggerMessage(LogLevel.Warning, "Hook {HookId} of {App} is disabled: its far side answered 410 Gone")]
    private static partial void LogDisabled(ILogger logger, string hookId, string app);

    [LoggerMessage(LogLevel.Error, "Hook {HookId} of {App} answered 410 Gone and could not be disabled; it is tried again")]
    private static partial void LogDisableFailed(ILogger logger, Exception error, string hookId, string app);

    [LoggerMessage(LogLevel.Error, "{Count} ended deliveries of hook {HookId} of {App} could not be settled: they will be sent again")]
    private static partial void LogUnsettled(ILogger logger, Exception error, int count, string hookId, string app);
}
