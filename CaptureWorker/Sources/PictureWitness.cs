namespace OrleansFrames.CaptureWorker.Sources;

/// <summary>Remembers that a picture came.</summary>
internal sealed class PictureWitness(IMediaSink sink) : IMediaSink
{
    public bool Saw { get; private set; }

    public void Playing() => sink.Playing();

    public void Add(in AccessUnit unit)
    {
        Saw = true;
        sink.Add(unit);
    }

    public void AddUndecodable(Moment arrival)
    {
        Saw = true;
        sink.AddUndecodable(arrival);
    }
}
