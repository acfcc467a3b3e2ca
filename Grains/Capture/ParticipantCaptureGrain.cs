using Microsoft.Extensions.Logging;
using OrleansFrames.Ledger;

namespace OrleansFrames.Capture;

internal sealed partial class ParticipantCaptureGrain(
    ITickPipeline pipeline,
    ITickLedger ledger,
    ICaptureRoster roster,
    TimeProvider clock,
    ILogger<ParticipantCaptureGrain> log) : Grain, IParticipantCaptureGrain, IDisposable
{
    private static readonly TimeSpan Uploads = TimeSpan.FromSeconds(10);

    // A tick that is later than this when its track starts would run into the next one: it is lost, and said to be.
    private static readonly TimeSpan Overdue = TimeSpan.FromMilliseconds(500);

    private readonly MonotonicClock _time = new(clock);
    private readonly TrackHealth _health = new();
    private readonly HashSet<Task> _running = [];
    private readonly CancellationTokenSource _stopped = new();
    private CaptureSpec? _spec;
    private Cadence _cadence = new([], 0);
    private IGrainTimer? _timer;
    private long _next;

    private TrackRef Track => new(_spec!.EgressId, _spec.TrackKey);

    public async Task StartAsync(CaptureSpec spec, CancellationToken cancellationToken)
    {
        await AdoptAsync(spec, DateTimeOffset.MaxValue, cancellationToken);
        _health.Repeat();
        roster.Add(Track);
        if (!spec.Muted)
        {
            pipeline.Prepare(Order(_next));
        }

        _timer ??= this.RegisterGrainTimer(
            static (self, _) => self.TickAsync(),
            this,
            new() { DueTime = UntilNext(), Period = Timeout.InfiniteTimeSpan, Interleave = true, KeepAlive = true });
        _timer.Change(UntilNext(), Timeout.InfiniteTimeSpan);
    }

    public async Task StopAsync(CaptureSpec spec, DateTimeOffset until, CancellationToken cancellationToken)
    {
        await AdoptAsync(spec, until, cancellationToken);
        _timer?.Dispose();
        for (; _cadence.DueAt(_next) <= until; _next++)
        {
            Begin(Order(_next));
        }

        var finished = Task.WhenAll([.. _running]);
        if (await Task.WhenAny(finished, Task.Delay(Uploads, clock, cancellationToken)) != finished)
        {
            await _stopped.CancelAsync();
            await finished;
        }

        roster.Remove(Track);
        pipeline.Release(spec);
        DeactivateOnIdle();
    }

    public Task<long> GetLastTickAsync() => Task.FromResult(_next - 1);

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (_spec is not null)
        {
            roster.Remove(Track);
            pipeline.Release(_spec);
        }

        return Task.CompletedTask;
    }

    public void Dispose() => _stopped.Dispose();

    /// <summary>Takes over a spec. The first one of an activation also accounts for the ticks that nobody captured.</summary>
    /// <param name="until">Ticks due later are nobody's.</param>
    private async Task AdoptAsync(CaptureSpec spec, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var cadence = Cadence.Of(spec);
        if (_spec is null)
        {
            var last = await ledger.LastTickAsync(spec.EgressId, spec.TrackKey, cancellationToken);
            var published = cadence.FirstDueFrom(spec.PublishedAt);
            var first = last is { } known && known >= published ? known + 1 : published;
            var latest = until < _time.Now ? cadence.FirstDueFrom(until.AddTicks(1)) : long.MaxValue;
            var now = Math.Max(first, Math.Min(cadence.FirstDueFrom(_time.Now - Overdue), latest));
            var lost = TickRows.Lost(spec, cadence, first, now);
            if (lost.Count > 0)
            {
                await ledger.FillAsync(lost, cancellationToken);
                LogLost(log, spec.EgressId, spec.TrackKey, lost.Count);
            }

            _next = now;
        }
        else if (spec.PublishedAt > _spec.PublishedAt)
        {
            _next = Math.Max(_next, cadence.FirstDueFrom(spec.PublishedAt));
        }

        (_spec, _cadence) = (spec, cadence);
    }

    private Task TickAsync()
    {
        var now = _time.Now;
        for (; _cadence.DueAt(_next) <= now; _next++)
        {
            Begin(Order(_next));
        }

        _timer!.Change(UntilNext(), Timeout.InfiniteTimeSpan);
        return Task.CompletedTask;
    }

    /// <summary>Starts a tick; its work goes on beside the grain's turns.</summary>
    private void Begin(TickOrder order)
    {
        var work = RunAsync(order);
        if (!work.IsCompleted)
        {
            _running.Add(work);
            _ = ForgetAsync(work);
        }
    }

    private async Task ForgetAsync(Task work)
    {
        await work;
        _running.Remove(work);
    }

    private async Task RunAsync(TickOrder order)
    {
        try
        {
            var row = await pipeline.RunAsync(order, _stopped.Token);
            if (_health.Observe(row) is { } change)
            {
                await GrainFactory.GetCall(order.Spec.App, order.Spec.CallCid).ReportAsync(change);
                _health.Told(change);
            }
        }
        catch (Exception error)
        {
            LogTick(log, error, order.Spec.EgressId, order.Spec.TrackKey, order.Tick);
        }
    }

    private TickOrder Order(long tick)
    {
        var segment = _cadence.SegmentOf(tick);
        return new(_spec!, tick, _cadence.DueAt(tick), segment.IntervalSeconds, segment.ShortSide, segment.Format);
    }

    private TimeSpan UntilNext()
    {
        var wait = _cadence.DueAt(_next) - _time.Now;
        return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }

    [LoggerMessage(LogLevel.Warning, "Egress {EgressId} track {TrackKey}: {Count} due ticks were lost with their silo")]
    private static partial void LogLost(ILogger logger, string egressId, string trackKey, int count);

    [LoggerMessage(LogLevel.Error, "Egress {EgressId} track {TrackKey}: tick {Tick} ended with an exception")]
    private static partial void LogTick(ILogger logger, Exception error, string egressId, string trackKey, long tick);
}
