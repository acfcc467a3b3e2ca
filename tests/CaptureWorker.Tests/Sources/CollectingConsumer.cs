using System.Buffers.Binary;
using OrleansFrames.CaptureWorker.Sources;
using OrleansFrames.CaptureWorker.Sources.Rtp;
using OrleansFrames.CaptureWorker.Tests.Servers;

namespace OrleansFrames.CaptureWorker.Tests.Sources;

/// <summary>Keeps the numbers of the packets that a stream brings.</summary>
internal sealed class CollectingConsumer : IRtpConsumer
{
    private readonly Lock _gate = new();
    private readonly List<ushort> _sequences = [];
    private readonly List<byte[]> _controls = [];
    private readonly TaskCompletionSource<Exception> _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IReadOnlyList<ushort> Sequences
    {
        get
        {
            lock (_gate)
            {
                return [.. _sequences];
            }
        }
    }

    public IReadOnlyList<byte[]> Controls
    {
        get
        {
            lock (_gate)
            {
                return [.. _controls];
            }
        }
    }

    public Task<Exception> WhenFailed => _failed.Task;

    /// <summary>Thrown by the next packet.</summary>
    public Exception? Fault { get; set; }

    public void Take(ReadOnlySpan<byte> packet, Moment arrival)
    {
        if (Fault is { } fault)
        {
            throw fault;
        }

        lock (_gate)
        {
            _sequences.Add(BinaryPrimitives.ReadUInt16BigEndian(packet[2..]));
        }
    }

    public void TakeControl(ReadOnlySpan<byte> control, Moment arrival)
    {
        lock (_gate)
        {
            _controls.Add(control.ToArray());
        }
    }

    public void Rest(Moment now)
    {
    }

    public void Fail(Exception failed) => _failed.TrySetResult(failed);

    public Task UntilAsync(params ushort[] sequences) =>
        Patience.UntilAsync($"the packets {string.Join(' ', sequences)}", () => Task.FromResult(Sequences.SequenceEqual(sequences)), () => string.Join(' ', Sequences));
}
