using Orleans.Concurrency;

namespace OrleansFrames.Platform.Tests.Calls;

[Alias("platform.ITurnGrain")]
public interface ITurnGrain : IGrainWithStringKey
{
    /// <summary>Marks itself, then waits at the gate; answers how many calls were inside at most.</summary>
    [Alias("Work")]
    Task<int> WorkAsync(string gate);

    [Alias("Peek"), AlwaysInterleave]
    Task<int> PeekAsync();

    /// <summary>Adds one to a sum, letting others in between reading and writing it.</summary>
    [Alias("Add"), AlwaysInterleave]
    Task<int> AddAsync(int times);
}

[Alias("platform.IReentrantTurnGrain")]
public interface IReentrantTurnGrain : ITurnGrain;

/// <summary>One per silo whose calls interleave: what a sender of events is.</summary>
[Alias("platform.ISenderGrain")]
public interface ISenderGrain : IGrainWithStringKey
{
    [Alias("Send")]
    Task<Guid> SendAsync(string gate);
}

/// <summary>Several per silo, each with one call at a time.</summary>
[Alias("platform.IPoolGrain")]
public interface IPoolGrain : IGrainWithStringKey
{
    [Alias("Work")]
    Task<Guid> WorkAsync(string gate);
}

internal abstract class TurnGrainBase(Probe probe) : Grain, ITurnGrain
{
    private int _inside;
    private int _most;
    private int _sum;

    public async Task<int> WorkAsync(string gate)
    {
        _most = Math.Max(_most, ++_inside);
        probe.Mark(gate, "inside");
        await probe.HoldAsync(gate);
        _inside--;
        return _most;
    }

    public Task<int> PeekAsync() => Task.FromResult(_inside);

    public async Task<int> AddAsync(int times)
    {
        for (var i = 0; i < times; i++)
        {
            var before = _sum;
            Thread.SpinWait(20);
            _sum = before + 1;
            await Task.Yield();
        }

        return _sum;
    }
}

internal sealed class TurnGrain(Probe probe) : TurnGrainBase(probe);

[Reentrant]
internal sealed class ReentrantTurnGrain(Probe probe) : TurnGrainBase(probe), IReentrantTurnGrain;

[StatelessWorker(1), Reentrant]
internal sealed class SenderGrain(Probe probe) : Grain, ISenderGrain
{
    private readonly Guid _me = Guid.NewGuid();

    public async Task<Guid> SendAsync(string gate)
    {
        probe.Mark(gate, "inside");
        await probe.HoldAsync(gate);
        return _me;
    }
}

[StatelessWorker(2)]
internal sealed class PoolGrain(Probe probe) : Grain, IPoolGrain
{
    private readonly Guid _me = Guid.NewGuid();

    public async Task<Guid> WorkAsync(string gate)
    {
        probe.Mark(gate, "inside");
        await probe.HoldAsync(gate);
        return _me;
    }
}
