using System.Globalization;
using OrleansFrames.Storage;

namespace OrleansFrames.Silo.Capture;

/// <summary>Hands pictures to the frame store, and waits no longer than a tick may take.</summary>
internal sealed partial class TickStore(IFrameStore store, TimeProvider clock, ILogger<TickStore> log)
{
    /// <param name="patience">A store that is not done by then has refused, whatever it does later: nothing refers to what it stored.</param>
    public async Task<StoreResult> PutAsync(
        string app, string objectKey, ReadOnlyMemory<byte> bytes, string contentType, TimeSpan patience, CancellationToken cancellationToken)
    {
        using CancellationTokenSource deadline = new(patience, clock);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        var token = ended.Token;
        try
        {
            // Away from the grain's scheduler: a disk that hangs blocks its caller, and would block the track's next ticks.
            return await Task.Run(() => store.PutAsync(app, objectKey, bytes, contentType, token), CancellationToken.None).WaitAsync(token);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return new("the recording ended before the frame store had the picture");
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            return new(string.Create(CultureInfo.InvariantCulture, $"the frame store did not take the picture within {patience.TotalSeconds:0.0} s"));
        }
        catch (Exception error)
        {
            LogStore(log, error, app, objectKey);
            return new($"the frame store failed ({error.GetType().Name}); the log says why");
        }
    }

    [LoggerMessage(LogLevel.Error, "The frame store failed on {App}/{ObjectKey}")]
    private static partial void LogStore(ILogger logger, Exception error, string app, string objectKey);
}
