using System.Net.Sockets;
using OrleansFrames.Capture;
using OrleansFrames.CaptureWorker.Sources.Rtp;

namespace OrleansFrames.CaptureWorker.Sources.Rtsp;

/// <summary>Keeps a session alive, and ends it when it is silent.</summary>
/// <param name="method">How to keep it alive.</param>
/// <param name="timeout">How long the server waits for a sign of life.</param>
internal sealed class RtspKeeper(
    RtspConnection connection, PictureWitness witness, string method, string sessionUrl, TimeSpan timeout, RtspLimits limits, TimeProvider time)
{
    private static readonly TimeSpan LongestQuiet = TimeSpan.FromSeconds(25);

    private readonly RtcpFeedback _feedback = new((uint)Random.Shared.Next());
    private long _start;
    private long _kept;
    private long _reported;

    /// <summary>Why the session was ended; null when it was not.</summary>
    public SourceFault? Fault { get; private set; }

    private string Hint => connection.Datagrams is null ? "" : "; it sends by UDP only: a firewall between may hold that back";

    /// <summary>Works until the session has ended, or ends it.</summary>
    public async Task KeepAsync(CancellationTokenSource ended)
    {
        _start = _kept = _reported = time.GetTimestamp();
        using var timer = new PeriodicTimer(limits.Check, time);
        while (Fault is null && await timer.WaitForNextTickAsync(ended.Token))
        {
            Fault = Silence() ?? await SayAsync();
        }

        await ended.CancelAsync();
    }

    private async Task<SourceFault?> SayAsync()
    {
        try
        {
            if (IsDue(ref _kept, timeout / 2 < LongestQuiet ? timeout / 2 : LongestQuiet))
            {
                await connection.SendAsync(method, sessionUrl, "");
            }

            if (IsDue(ref _reported, limits.Report))
            {
                await connection.ReportAsync(_feedback);
            }

            return null;
        }
        catch (Exception broken) when (broken is SocketException or IOException or OperationCanceledException)
        {
            return new SourceFault(TickOutcome.Failed, FailureReason.Refused, "the source does not take the keep-alive any more", Ended: true);
        }
    }

    private bool IsDue(ref long last, TimeSpan every)
    {
        var now = time.GetTimestamp();
        var isDue = time.GetElapsedTime(last, now) >= every;
        last = isDue ? now : last;
        return isDue;
    }

    private SourceFault? Silence()
    {
        if (connection.Datagrams?.Failure is { } failure)
        {
            return SourceFault.Failed(FailureReason.Unsupported, $"what the source sent cannot be handled: {failure.Message}");
        }

        if (connection.Silence >= limits.Stall)
        {
            return witness.Saw
                ? SourceFault.Failed(FailureReason.Stalled, $"the connection stands, but no media came for {limits.Stall.TotalSeconds:0.#} s")
                : SourceFault.NoVideo($"the source sent packets but no picture, then nothing for {limits.Stall.TotalSeconds:0.#} s");
        }

        return !witness.Saw && time.GetElapsedTime(_start) >= limits.FirstPicture
            ? SourceFault.NoVideo($"the source plays, but sent no picture within {limits.FirstPicture.TotalSeconds:0.#} s{Hint}")
            : null;
    }
}
