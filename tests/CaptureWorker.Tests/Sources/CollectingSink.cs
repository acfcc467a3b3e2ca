using OrleansFrames.CaptureWorker.Sources;
using OrleansFrames.CaptureWorker.Sources.Codecs;

namespace OrleansFrames.CaptureWorker.Tests.Sources;

/// <summary>Keeps what a source gives.</summary>
internal sealed class CollectingSink : IMediaSink
{
    private readonly TaskCompletionSource _playing = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public List<Unit> Units { get; } = [];

    public int Undecodable { get; private set; }

    public Task WhenPlaying => _playing.Task;

    public void Playing() => _playing.TrySetResult();

    public void Add(in AccessUnit unit) => Units.Add(new Unit(unit.Bytes.ToArray(), unit.IsKey, unit.IsReference, unit.Format) { Arrival = unit.Arrival });

    public void AddUndecodable(Moment arrival) => Undecodable++;

    internal sealed record Unit(byte[] Bytes, bool IsKey, bool IsReference, VideoFormat Format)
    {
        public Moment Arrival { get; init; }
    }
}
