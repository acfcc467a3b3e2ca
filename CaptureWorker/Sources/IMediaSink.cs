namespace OrleansFrames.CaptureWorker.Sources;

/// <summary>Where a source puts what it receives. Called by one thread at a time.</summary>
internal interface IMediaSink
{
    /// <summary>The source plays from here on.</summary>
    void Playing();

    /// <summary>The source does not play yet, and goes on trying: why, as far as it knows.</summary>
    void Waiting(SourceFault fault)
    {
        // Most sources end their attempt instead.
    }

    /// <summary>A whole picture came.</summary>
    void Add(in AccessUnit unit);

    /// <summary>A picture came that cannot be decoded: no key frame before it, or packets missing.</summary>
    void AddUndecodable(Moment arrival);
}
