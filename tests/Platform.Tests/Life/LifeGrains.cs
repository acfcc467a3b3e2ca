using Orleans.Concurrency;

namespace OrleansFrames.Platform.Tests.Life;

/// <summary>Marks under its key: <c>activated</c>, <c>deactivated REASON</c>, and <c>tick</c> for each tick of its timer.</summary>
[Alias("platform.ILifeGrain")]
public interface ILifeGrain : IGrainWithStringKey
{
    /// <summary>Tells one activation from another.</summary>
    [Alias("Who")]
    Task<Guid> WhoAsync();

    [Alias("Timer")]
    Task TimerAsync(TimeSpan due, TimeSpan period, bool interleave, bool keepAlive);

    /// <summary>A timer whose every tick throws.</summary>
    [Alias("BadTimer")]
    Task BadTimerAsync(TimeSpan period);

    [Alias("Change")]
    Task ChangeAsync(TimeSpan due, TimeSpan period);

    [Alias("StopTimer")]
    Task StopTimerAsync();

    [Alias("Hold")]
    Task HoldAsync(string gate);

    [Alias("Ping"), AlwaysInterleave]
    Task PingAsync();

    [Alias("End")]
    Task EndAsync();

    [Alias("Move")]
    Task MoveAsync();

    [Alias("Stay")]
    Task StayAsync(TimeSpan time);
}

internal sealed class LifeGrain(Probe probe) : Grain, ILifeGrain
{
    private readonly Guid _me = Guid.NewGuid();
    private IGrainTimer? _timer;

    private string Key => this.GetPrimaryKeyString();

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        probe.Mark(Key, "activated");
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        probe.Mark(Key, $"deactivated {reason.ReasonCode}");
        return Task.CompletedTask;
    }

    public Task<Guid> WhoAsync() => Task.FromResult(_me);

    public Task TimerAsync(TimeSpan due, TimeSpan period, bool interleave, bool keepAlive)
    {
        _timer = this.RegisterGrainTimer(
            static (self, _) => self.TickAsync(),
            this,
            new() { DueTime = due, Period = period, Interleave = interleave, KeepAlive = keepAlive });
        return Task.CompletedTask;
    }

    public Task BadTimerAsync(TimeSpan period)
    {
        this.RegisterGrainTimer(
            async () =>
            {
                await TickAsync();
                throw new InvalidOperationException("a tick that fails");
            },
            TimeSpan.Zero,
            period);
        return Task.CompletedTask;
    }

    public Task ChangeAsync(TimeSpan due, TimeSpan period)
    {
        _timer!.Change(due, period);
        return Task.CompletedTask;
    }

    public Task StopTimerAsync()
    {
        _timer!.Dispose();
        return Task.CompletedTask;
    }

    public async Task HoldAsync(string gate)
    {
        probe.Mark(gate, "inside");
        await probe.HoldAsync(gate);
    }

    public Task PingAsync() => Task.CompletedTask;

    public Task EndAsync()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public Task MoveAsync()
    {
        this.MigrateOnIdle();
        return Task.CompletedTask;
    }

    public Task StayAsync(TimeSpan time)
    {
        DelayDeactivation(time);
        return Task.CompletedTask;
    }

    private Task TickAsync()
    {
        probe.Mark(Key + "/ticks", "tick");
        return Task.CompletedTask;
    }
}
