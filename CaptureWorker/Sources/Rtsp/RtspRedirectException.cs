namespace OrleansFrames.CaptureWorker.Sources.Rtsp;

/// <summary>The server says that what is asked for is elsewhere.</summary>
internal sealed class RtspRedirectException(string location) : Exception
{
    public string Location => location;
}
