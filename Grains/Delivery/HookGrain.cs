using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OrleansFrames.Apps;
using OrleansFrames.Ledger;

namespace OrleansFrames.Delivery;

/// <summary>
/// Works in rounds: settle what ended, claim what there is room for, sleep until more is due. A round never waits for an attempt.
/// </summary>
internal sealed partial class HookGrain(
    IOutbox outbox, IHookApp apps, RetrySchedule schedule, IOptions<DeliveryOptions> options, TimeProvider clock, ILogger<HookGrain> logger)
    : Grain, IHookGrain
{
    // A lost call to Reload must not leave an old URL in use for ever.
    private static readonly TimeSpan RefreshAfter = TimeSpan.FromMinutes(1);

    // What ended is settled with the next claim, if there is one soon: one commit rather than two. A crash meanwhile brings a repeat.
    private static readonly TimeSpan Company = TimeSpan.FromMilliseconds(100);

    private readonly Pause _fault = new(TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(30));
    private readonly Pause _emptyHanded = new(TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(2));
    private HookCapacity _capacity = new(options.Value, clock);
    private IGrainTimer? _timer;
    private HookRef _ref;
    private EventHook? _hook;
    private HookAppSettings _app;
    private long _readAt;
    private long? _idleSince;
    private bool _isStale = true;
    private bool _isPoked;
    private bool _isGone;
    private bool _isLeaving;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var key = GrainKeys.Parts(this.GetPrimaryKeyString());
        _ref = new(key[0], key[1]);
        // Nothing is read here: the app's grain may be waiting for this very activation.
        _timer = this.RegisterGrainTimer(RoundAsync, new GrainTimerCreationOptions(TimeSpan.Zero, Timeout.InfiniteTimeSpan));
        return Task.CompletedTask;
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _isLeaving = true;
        await DrainAsync(cancellationToken);
    }

    public Task PokeAsync()
    {
        Wake();
        return Task.CompletedTask;
    }

    public Task ReloadAsync(CancellationToken cancellationToken)
    {
        (_isStale, _isGone) = (true, false);
        Wake();
        return Task.CompletedTask;
    }

    private void Wake()
    {
        if (!_isLeaving)
        {
            _isPoked = true;
            _timer?.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Wakes at once where what ended keeps others waiting for room.</summary>
    private void WakeToSettle()
    {
        if (!CanSend || _capacity.Free(_underWay + _ended.Count) == 0)
        {
            Wake();
        }
        else if (_ended.Count == 1)
        {
            Sleep(Company);
        }
    }

    private async Task RoundAsync(CancellationToken cancellationToken)
    {
        try
        {
            var claimed = new Claimed(0, 0);
            do
            {
                _isPoked = false;

                // Both are written at the same time, and so in one commit.
                var settling = SettleAsync(cancellationToken);
                await RefreshAsync(cancellationToken);
                claimed = await ClaimAsync(cancellationToken);
                await settling;
            }
            while (_isPoked);

            Rest(await WaitAsync(claimed, cancellationToken));
            _fault.Reset();
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            var pause = _fault.Next();
            LogRoundFailed(logger, error, _ref.App, _ref.HookId, pause);
            Sleep(pause);
        }
    }

    private async Task RefreshAsync(CancellationToken cancellationToken)
    {
        if (!_isStale && _hook is not null && clock.GetElapsedTime(_readAt) < RefreshAfter)
        {
            return;
        }

        var hook = await outbox.FindHookAsync(_ref, cancellationToken);
        if (hook is not null)
        {
            _app = await apps.SettingsAsync(_ref.App, cancellationToken);
        }

        // What is known of the far side is not known of another one, and somebody who enables a hook wants to see it work.
        if (_hook is not null && !HookTarget.IsSame(hook, _hook))
        {
            _capacity = new(options.Value, clock);
        }

        (_hook, _isStale, _readAt) = (hook, false, clock.GetTimestamp());
        if (_isGone && hook is { Enabled: true })
        {
            _ = DisableAsync();
        }
    }

    /// <summary>How long until there may be more to do; null when nothing is owed.</summary>
    private async Task<TimeSpan?> WaitAsync(Claimed claimed, CancellationToken cancellationToken)
    {
        if (!CanSend)
        {
            return null;
        }

        if (claimed.Got == claimed.Asked)
        {
            // No room: the end of an attempt wakes the grain, or the breaker lets one through.
            return _capacity.OpensIn > TimeSpan.Zero ? _capacity.OpensIn : Timeout.InfiniteTimeSpan;
        }

        var due = await outbox.NextDueAsync(_ref, cancellationToken);
        if (claimed.Got > 0 || due is null)
        {
            _emptyHanded.Reset();
            return due;
        }

        var least = _emptyHanded.Next();
        return due > least ? due : least;
    }

    private void Rest(TimeSpan? wait)
    {
        var isOwed = wait == Timeout.InfiniteTimeSpan || wait < options.Value.IdleAfter;
        // An open breaker is worth its memory: a new activation would spend attempts to learn the same.
        var isPausing = CanSend && _capacity.OpensIn > TimeSpan.Zero;
        if (isOwed || isPausing || _underWay > 0 || _ended.Count > 0 || _isPoked)
        {
            _idleSince = null;
            Sleep(wait ?? Timeout.InfiniteTimeSpan);
            return;
        }

        _idleSince ??= clock.GetTimestamp();
        var left = options.Value.IdleAfter - clock.GetElapsedTime(_idleSince.Value);
        if (left > TimeSpan.Zero)
        {
            Sleep(left);
        }
        else
        {
            this.DeactivateOnIdle();
        }
    }

    private void Sleep(TimeSpan time)
    {
        var most = _isPoked ? TimeSpan.Zero : _ended.Count > 0 ? Company : Timeout.InfiniteTimeSpan;
        _timer?.Change(most != Timeout.InfiniteTimeSpan && (time == Timeout.InfiniteTimeSpan || time > most) ? most : time, Timeout.InfiniteTimeSpan);
    }

    /// <param name="Asked">How many rows there was room for.</param>
    /// <param name="Got">How many there were.</param>
    private readonly record struct Claimed(int Asked, int Got);
}
