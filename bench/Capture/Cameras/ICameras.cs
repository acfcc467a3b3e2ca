namespace OrleansFrames.Bench.Capture.Cameras;

/// <summary>The cameras of a run, in processes outside of what is measured.</summary>
internal interface ICameras : IAsyncDisposable
{
    /// <summary>The track that a participant publishes, as <c>PUT participants</c> takes it.</summary>
    object Track(int number);

    /// <summary>The window that is measured begins.</summary>
    void Mark()
    {
    }

    /// <summary>What there is to tell of them at the end of a run, as figures of a row.</summary>
    IReadOnlyList<(string Name, string Value)> Figures => [];
}
