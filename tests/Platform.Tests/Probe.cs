using System.Collections.Concurrent;
using System.Threading.Channels;

namespace OrleansFrames.Platform.Tests;

/// <summary>What grains tell the test, and gates at which they wait for it. Every silo of a test gets the test's one.</summary>
public sealed class Probe
{
    private readonly ConcurrentDictionary<string, Channel<string>> _marks = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _gates = new();

    public void Mark(string key, string what) => Marks(key).Writer.TryWrite(what);

    /// <summary>The next mark under this key.</summary>
    public Task<string> NextAsync(string key) => Marks(key).Reader.ReadAsync().AsTask().WaitForAsync($"a mark of {key}");

    /// <summary>Marks that nobody has read, all taken out.</summary>
    public IReadOnlyList<string> Drain(string key)
    {
        var drained = new List<string>();
        while (Marks(key).Reader.TryRead(out var mark))
        {
            drained.Add(mark);
        }

        return drained;
    }

    /// <summary>For grains: waits until the test opens the gate.</summary>
    public Task HoldAsync(string key, CancellationToken cancellationToken = default)
        => Gate(key).Task.WaitAsync(Deadline.Patience, cancellationToken);

    public void Open(string key) => Gate(key).TrySetResult();

    private Channel<string> Marks(string key) => _marks.GetOrAdd(key, _ => Channel.CreateUnbounded<string>());

    private TaskCompletionSource Gate(string key)
        => _gates.GetOrAdd(key, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}
