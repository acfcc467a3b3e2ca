using OrleansFrames.CaptureWorker.Sources;
using OrleansFrames.CaptureWorker.Sources.Codecs;

namespace OrleansFrames.CaptureWorker.Tests.Sources;

/// <summary>Keeps what a source gives.</summary>
internal sealed class CollectingSink : IMediaSink
{
    private readonly TaskCompletionSource _playing = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _enough = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public List<Unit> Units { get; } = [];

    public int Undecodable { get; private set; }

    public Task WhenPlaying => _playing.Task;

    /// <summary>Whether what has come is what a test waits for.</summary>
    public Func<CollectingSink, bool> Enough { get; init; } = _ => false;

    public Task WhenEnough => _enough.Task;

    public void Playing() => _playing.TrySetResult();

    public void Add(in AccessUnit unit)
    {
        Units.Add(new Unit(unit.Bytes.ToArray(), unit.IsKey, unit.IsReference, unit.Format) { Arrival = unit.Arrival });
        Look();
    }

    public void AddUndecodable(Moment arrival)
    {
        Undecodable++;
        Look();
    }

    private void Look()
    {
        if (Enough(this))
        {
            _enough.TrySetResult();
        }
    }

    internal sealed record Unit(byte[] Bytes, bool IsKey, bool IsReference, VideoFormat Format)
    {
        public Moment Arrival { get; init; }
    }
}
