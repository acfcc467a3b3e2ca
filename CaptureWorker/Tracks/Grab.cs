using OrleansFrames.Capture;
using OrleansFrames.CaptureWorker.Pictures;

namespace OrleansFrames.CaptureWorker.Tracks;

/// <summary>The answer to a grab, and the buffer its picture lies in: dispose it once the answer is sent.</summary>
internal sealed record Grab(GrabResult Result, RenderedStill? Still = null) : IDisposable
{
    public void Dispose() => Still?.Dispose();
}
