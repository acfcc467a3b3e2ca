using Orleans.Concurrency;

namespace OrleansFrames.Platform.Tests.Calls;

[Alias("platform.IFailureGrain")]
public interface IFailureGrain : IGrainWithStringKey
{
    [Alias("Throw")]
    Task ThrowAsync(string message);

    [Alias("Hang"), ResponseTimeout("00:00:01")]
    Task HangAsync(string gate);

    /// <summary>Waits at the gate until cancelled, and marks it.</summary>
    [Alias("Cancellable")]
    Task CancellableAsync(string gate, CancellationToken cancellationToken);

    [Alias("Tell"), OneWay]
    Task TellAsync(string gate);

    [Alias("TellAndThrow"), OneWay]
    Task TellAndThrowAsync(string mark);

    [Alias("Ping")]
    Task<int> PingAsync(int number);

    /// <summary>Calls another grain, which calls this one back.</summary>
    [Alias("Circle"), ResponseTimeout("00:00:02")]
    Task CircleAsync(IFailureGrain other, bool back);
}

[Alias("platform.IUnstartableGrain")]
public interface IUnstartableGrain : IGrainWithStringKey
{
    [Alias("Hello")]
    Task HelloAsync();
}

internal sealed class FailureGrain(Probe probe) : Grain, IFailureGrain
{
    public async Task ThrowAsync(string message)
    {
        await Task.Yield();
        throw new InvalidOperationException(message);
    }

    public Task HangAsync(string gate) => probe.HoldAsync(gate);

    public async Task CancellableAsync(string gate, CancellationToken cancellationToken)
    {
        probe.Mark(gate, "inside");
        try
        {
            await probe.HoldAsync(gate, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            probe.Mark(gate, "cancelled");
            throw;
        }
    }

    public async Task TellAsync(string gate)
    {
        await probe.HoldAsync(gate);
        probe.Mark(gate, "told");
    }

    public Task TellAndThrowAsync(string mark)
    {
        probe.Mark(mark, "thrown");
        throw new InvalidOperationException("nobody hears of it");
    }

    public Task<int> PingAsync(int number) => Task.FromResult(number);

    public Task CircleAsync(IFailureGrain other, bool back)
        => back ? other.PingAsync(1) : other.CircleAsync(this.AsReference<IFailureGrain>(), back: true);
}

internal sealed class UnstartableGrain : Grain, IUnstartableGrain
{
    public override Task OnActivateAsync(CancellationToken cancellationToken) => throw new InvalidOperationException("not today");

    public Task HelloAsync() => Task.CompletedTask;
}
