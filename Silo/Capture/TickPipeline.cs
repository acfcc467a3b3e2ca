using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using OrleansFrames.Apps;
using OrleansFrames.Capture;
using OrleansFrames.Ledger;
using OrleansFrames.Storage;

namespace OrleansFrames.Silo.Capture;

/// <summary>Grab, store, ledger: a tick is captured only once its row, its event and its deliveries are durable.</summary>
internal sealed partial class TickPipeline(
    IFrameGrabber grabber,
    IFrameStore store,
    ITickLedger ledger,
    IGrainFactory grains,
    ISecretBox secrets,
    CaptureInstruments instruments,
    TimeProvider clock,
    ILogger<TickPipeline> log) : ITickPipeline
{
    private static readonly TimeSpan Margin = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan LongestGrab = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<TrackRef, long> _running = new();

    public async Task<TickRow> RunAsync(TickOrder order, CancellationToken cancellationToken)
    {
        TrackRef track = new(order.Spec.EgressId, order.Spec.TrackKey);
        if (!_running.TryAdd(track, order.Tick))
        {
            return await AppendAsync(order, Row(order, TickOutcome.Overload, detail: "the track's previous tick was still running"), null);
        }

        try
        {
            var (row, announcement) = order.Spec.Muted
                ? (Row(order, TickOutcome.Muted), null)
                : await CaptureAsync(order, cancellationToken);
            return await AppendAsync(order, row, announcement);
        }
        finally
        {
            _running.TryRemove(track, out _);
        }
    }

    public void Prepare(TickOrder order) => _ = QuietlyAsync(grabber.WatchAsync(Request(order), CancellationToken.None), order.Spec);

    public void Release(CaptureSpec spec) => _ = QuietlyAsync(grabber.ReleaseAsync(WorkerKey(spec), CancellationToken.None), spec);

    private static string WorkerKey(CaptureSpec spec) => $"{spec.EgressId}/{spec.TrackKey}";

    private static TickRow Row(TickOrder order, TickOutcome outcome, FailureReason? reason = null, string? detail = null)
        => TickRows.Of(order.Spec, order.Tick, order.DueAt, outcome, reason, detail);

    private async Task<(TickRow Row, EventRow? Announcement)> CaptureAsync(TickOrder order, CancellationToken cancellationToken)
    {
        GrabResult grab;
        try
        {
            grab = await grabber.GrabAsync(Request(order), cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return (Row(order, TickOutcome.Failed, FailureReason.Timeout, "the recording stopped before the picture was taken"), null);
        }

        if (grab.Picture is not { } picture)
        {
            return (Row(order, grab.Outcome, grab.Reason, grab.Detail), null);
        }

        var hash = Convert.ToHexStringLower(SHA256.HashData(picture.Bytes.Span));
        var key = string.Create(CultureInfo.InvariantCulture, $"{order.Spec.EgressId}/{order.Spec.TrackKey}/{order.Tick:D8}-{hash.AsSpan(0, 16)}.jpg");
        var stored = await store.PutAsync(order.Spec.App, key, picture.Bytes, "image/jpeg", CancellationToken.None);
        if (!stored.IsStored)
        {
            return (Row(order, TickOutcome.Failed, FailureReason.Store, stored.Error), null);
        }

        var row = Row(order, TickOutcome.Captured) with
        {
            Mode = picture.Mode,
            Clock = picture.Clock,
            CapturedAt = picture.CapturedAt,
            StoredAt = clock.GetUtcNow(),
            EventId = ReadyEvent.IdOf(order),
            ObjectKey = key,
            Bytes = picture.Bytes.Length,
            Width = picture.Width,
            Height = picture.Height,
            Sha256 = hash,
        };
        var user = await grains.GetUser(order.Spec.App, order.Spec.UserId).GetAsync(CancellationToken.None)
            ?? await grains.GetUser(order.Spec.App, order.Spec.UserId).EnsureAsync(CancellationToken.None);
        return (row, ReadyEvent.Of(row, order.Spec, user, clock.GetUtcNow()));
    }

    private async Task<TickRow> AppendAsync(TickOrder order, TickRow row, EventRow? announcement)
    {
        try
        {
            await ledger.AppendAsync(row, announcement, CancellationToken.None);
        }
        catch (LedgerException error)
        {
            LogLedger(log, error, row.EgressId, row.TrackKey, row.Tick);
            row = Row(order, TickOutcome.Failed, FailureReason.Ledger, error.Message);
        }

        instruments.Ticked(row, clock.GetUtcNow() - order.DueAt);
        return row;
    }

    private GrabRequest Request(TickOrder order)
    {
        var interval = TimeSpan.FromSeconds(order.IntervalSeconds);
        var budget = interval - Margin < LongestGrab ? interval - Margin : LongestGrab;
        return new(WorkerKey(order.Spec), order.Spec.Source.Opened(secrets, order.Spec.App), order.ShortSide, interval, budget);
    }

    private async Task QuietlyAsync(Task task, CaptureSpec spec)
    {
        try
        {
            await task;
        }
        catch (Exception error) when (error is IOException or OperationCanceledException or InvalidOperationException)
        {
            LogWorker(log, error, spec.EgressId, spec.TrackKey);
        }
    }

    [LoggerMessage(LogLevel.Error, "Egress {EgressId} track {TrackKey}: tick {Tick} could not be written to the ledger")]
    private static partial void LogLedger(ILogger logger, Exception error, string egressId, string trackKey, long tick);

    [LoggerMessage(LogLevel.Debug, "Egress {EgressId} track {TrackKey}: the worker could not be told")]
    private static partial void LogWorker(ILogger logger, Exception error, string egressId, string trackKey);
}
