using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using OrleansFrames.Capture;
using OrleansFrames.Ledger;
using OrleansFrames.Storage;

namespace OrleansFrames.Silo.Capture;

/// <summary>Grab, store, ledger: a tick is captured only once its row, its event and its deliveries are durable.</summary>
internal sealed partial class TickPipeline(
    TickGrabber grabber,
    TickStore store,
    EventUsers users,
    ITickLedger ledger,
    CaptureInstruments instruments,
    TimeProvider clock,
    ILogger<TickPipeline> log) : ITickPipeline
{
    private static readonly TimeSpan LongestUpload = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<TrackRef, long> _running = new();

    public async Task<TickRow> RunAsync(TickOrder order, CancellationToken cancellationToken)
    {
        instruments.Started(clock.GetUtcNow() - order.DueAt);
        if (order.Spec.Muted)
        {
            return await AppendAsync(order, Row(order, TickOutcome.Muted), null);
        }

        TrackRef track = new(order.Spec.EgressId, order.Spec.TrackKey);
        if (!_running.TryAdd(track, order.Tick))
        {
            return await AppendAsync(order, Row(order, TickOutcome.Overload, detail: "the track's previous tick was still running"), null);
        }

        try
        {
            var (row, announcement) = await CaptureAsync(order, cancellationToken);
            return await AppendAsync(order, row, announcement);
        }
        finally
        {
            _running.TryRemove(track, out _);
        }
    }

    public void Prepare(TickOrder order) => grabber.Prepare(order);

    public void Release(CaptureSpec spec)
    {
        grabber.Release(spec);
        users.Forget(spec);
        instruments.Forget(new(spec.EgressId, spec.TrackKey));
    }

    private static TickRow Row(TickOrder order, TickOutcome outcome, FailureReason? reason = null, string? detail = null)
        => TickRows.Of(order.Spec, order.Tick, order.DueAt, outcome, reason, detail);

    private async Task<(TickRow Row, EventRow? Announcement)> CaptureAsync(TickOrder order, CancellationToken cancellationToken)
    {
        var began = clock.GetTimestamp();
        var grab = await grabber.GrabAsync(order, cancellationToken);
        if (grab.Picture is not { } picture)
        {
            return (Row(order, grab.Outcome, grab.Reason, grab.Detail), null);
        }

        var hash = Convert.ToHexStringLower(SHA256.HashData(picture.Bytes.Span));
        var name = string.Create(CultureInfo.InvariantCulture, $"{order.Tick:D8}-{hash.AsSpan(0, 16)}{order.Format.Extension()}");
        var key = new PictureKey(order.Spec.Storage, $"{order.Spec.EgressId}/{order.Spec.TrackKey}/{name}").ToString();
        var type = order.Format.ContentType();
        var stored = await store.PutAsync(order.Spec.App, key, picture.Bytes, type, Patience(order, clock.GetElapsedTime(began)), cancellationToken);
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
            ObjectKey = stored.ObjectKey ?? key,
            Bytes = picture.Bytes.Length,
            Width = picture.Width,
            Height = picture.Height,
            Sha256 = hash,
        };
        return (row, ReadyEvent.Of(row, order.Spec, await users.OfAsync(order.Spec), clock.GetUtcNow()));
    }

    /// <summary>The store has what the grab left of the interval; the margin that the grab kept is the least.</summary>
    private static TimeSpan Patience(TickOrder order, TimeSpan passed)
    {
        var left = TimeSpan.FromSeconds(order.IntervalSeconds) - passed;
        return left < TickGrabber.Margin ? TickGrabber.Margin : left < LongestUpload ? left : LongestUpload;
    }

    private async Task<TickRow> AppendAsync(TickOrder order, TickRow row, EventRow? announcement)
    {
        if (await TryAppendAsync(row, announcement) is { } fault)
        {
            row = Row(order, TickOutcome.Failed, FailureReason.Ledger, fault);

            // The tick alone may have been refused, such as for a picture that is not on the disk: the account still has its row.
            await TryAppendAsync(row, null);
        }

        var now = clock.GetUtcNow();
        instruments.Ticked(row, now - order.DueAt, now);
        return row;
    }

    /// <returns>Why the ledger has no row; null when it has.</returns>
    private async Task<string?> TryAppendAsync(TickRow row, EventRow? announcement)
    {
        try
        {
            if (!await ledger.AppendAsync(row, announcement, CancellationToken.None))
            {
                LogSecond(log, row.EgressId, row.TrackKey, row.Tick, row.Outcome);
            }

            return null;
        }
        catch (Exception error)
        {
            LogLedger(log, error, row.EgressId, row.TrackKey, row.Tick);
            return error is LedgerException ? error.Message : $"the ledger failed ({error.GetType().Name}); the log says why";
        }
    }

    [LoggerMessage(LogLevel.Error, "Egress {EgressId} track {TrackKey}: tick {Tick} could not be written to the ledger")]
    private static partial void LogLedger(ILogger logger, Exception error, string egressId, string trackKey, long tick);

    [LoggerMessage(LogLevel.Warning, "Egress {EgressId} track {TrackKey}: tick {Tick} had another outcome before this one, {Outcome}")]
    private static partial void LogSecond(ILogger logger, string egressId, string trackKey, long tick, TickOutcome outcome);
}
