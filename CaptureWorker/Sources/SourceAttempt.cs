using System.Net.Sockets;
using OrleansFrames.Capture;
using OrleansFrames.Network;

namespace OrleansFrames.CaptureWorker.Sources;

/// <summary>One attempt to play a source: whatever ends it becomes a fault, except that nobody wants it any more.</summary>
internal static class SourceAttempt
{
    public static async Task<SourceFault> RunAsync(Func<Task<SourceFault>> play, CancellationToken cancellationToken)
    {
        try
        {
            return await play();
        }
        catch (SourceException ended)
        {
            return ended.Fault;
        }
        catch (BlockedAddressException blocked)
        {
            return SourceFault.Failed(FailureReason.BlockedAddress, blocked.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return SourceFault.Failed(FailureReason.Timeout, "the source did not answer in time");
        }
        catch (Exception broken) when (broken is SocketException or IOException)
        {
            return new SourceFault(TickOutcome.Failed, FailureReason.Refused, $"the connection broke: {broken.Message}", Ended: true);
        }
    }

    /// <summary>Runs a step that must end in time.</summary>
    /// <exception cref="SourceException">It did not.</exception>
    public static Task WithinAsync(TimeSpan limit, TimeProvider time, string what, Func<CancellationToken, Task> step, CancellationToken cancellationToken) =>
        WithinAsync(
            limit,
            time,
            what,
            async token =>
            {
                await step(token);
                return true;
            },
            cancellationToken);

    /// <summary>Runs a step that must end in time.</summary>
    /// <exception cref="SourceException">It did not.</exception>
    public static async Task<T> WithinAsync<T>(
        TimeSpan limit, TimeProvider time, string what, Func<CancellationToken, Task<T>> step, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            return await step(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new SourceException(FailureReason.Timeout, $"{what} within {limit.TotalSeconds:0.#} s");
        }
    }
}
