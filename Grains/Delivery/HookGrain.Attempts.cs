using OrleansFrames.Ledger;

namespace OrleansFrames.Delivery;

/// <summary>The attempts under way, and what ended and is not settled yet.</summary>
internal sealed partial class HookGrain
{
    /// <summary>Owner of the leases: another activation's rows are never settled by this one.</summary>
    private readonly string _owner = Guid.NewGuid().ToString("N");

    private List<Settlement> _ended = [];
    private int _underWay;
    private TaskCompletionSource? _drained;

    private bool CanSend => _hook is { Enabled: true } && !_isGone && !_isLeaving;

    private async Task<Claimed> ClaimAsync(CancellationToken cancellationToken)
    {
        var room = CanSend ? _capacity.Free(_underWay + _ended.Count) : 0;
        if (room == 0)
        {
            return new(0, 0);
        }

        var lease = TimeSpan.FromMilliseconds(_hook!.TimeoutMs ?? HookRules.DefaultTimeoutMs) + options.Value.LeaseMargin;
        var claims = await outbox.ClaimAsync(_ref, room, lease, _owner, cancellationToken);
        foreach (var claim in claims)
        {
            _ = SendAsync(claim, Request(claim));
        }

        return new(room, claims.Count);
    }

    private DeliveryRequest Request(ClaimedDelivery claim) => new(
        _hook!, _ref.App, claim.Event.EventId, claim.Event.Type, claim.Event.Payload, claim.ObjectKey, claim.StoredAt, _app.UrlLife, claim.Attempt,
        _app.Compress, claim.Event.CallCid);

    /// <summary>Runs beside the grain's turns, on its scheduler.</summary>
    private async Task SendAsync(ClaimedDelivery claim, DeliveryRequest request)
    {
        _underWay++;
        _capacity.Started();
        var capacity = _capacity;
        var started = clock.GetTimestamp();
        DeliveryResult result;
        try
        {
            result = await GrainFactory.GetDelivery().SendAsync(request, CancellationToken.None);
        }
        catch (Exception error)
        {
            // Ours, not the far side's; the event takes its next attempt and in the end is dead, whatever it breaks.
            LogAttemptBroke(logger, error, request.EventId, _ref.HookId, claim.Attempt);
            result = new(DeliveryVerdict.Retry, Error: $"the attempt broke in this server: {error.GetType().Name}");
        }

        _underWay--;
        capacity.Ended(result);
        var settlement = Settling.Of(claim, result, schedule);
        _ended.Add(settlement);
        LogAttempt(
            logger, request.EventId, request.Type, _ref.HookId, _ref.App, settlement.State, claim.Attempt, RetrySchedule.MaxAttempts,
            result.Status, (long)clock.GetElapsedTime(started).TotalMilliseconds, settlement.RetryIn, result.Error);
        if (result.Verdict == DeliveryVerdict.Gone && !_isGone)
        {
            _isGone = true;
            _ = DisableAsync();
        }

        WakeToSettle();
        if (_underWay == 0)
        {
            _drained?.TrySetResult();
        }
    }

    /// <summary>Never within a turn: the app's grain calls back to this one.</summary>
    private async Task DisableAsync()
    {
        try
        {
            await apps.DisableAsync(_ref.App, _ref.HookId, CancellationToken.None);
            LogDisabled(logger, _ref.HookId, _ref.App);
        }
        catch (Exception error)
        {
            LogDisableFailed(logger, error, _ref.HookId, _ref.App);
        }
    }

    private async Task SettleAsync(CancellationToken cancellationToken)
    {
        if (_ended.Count == 0)
        {
            return;
        }

        var batch = _ended;
        _ended = [];
        try
        {
            var settled = await outbox.SettleAsync(_ref, _owner, batch, cancellationToken);
            if (settled < batch.Count)
            {
                LogLeaseLost(logger, batch.Count - settled, _ref.HookId, _ref.App);
            }
        }
        catch
        {
            _ended.InsertRange(0, batch);
            throw;
        }
    }

    private async Task DrainAsync(CancellationToken cancellationToken)
    {
        if (_underWay > 0)
        {
            _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
            await Task.WhenAny(_drained.Task, Task.Delay(options.Value.StopGrace, clock, cancellationToken));
        }

        try
        {
            await SettleAsync(CancellationToken.None);
        }
        catch (Exception error)
        {
            LogUnsettled(logger, error, _ended.Count, _ref.HookId, _ref.App);
        }
    }
}
