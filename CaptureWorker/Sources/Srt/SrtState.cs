namespace OrleansFrames.CaptureWorker.Sources.Srt;

/// <summary>States of an SRT socket (SRT_SOCKSTATUS), as far as a caller must tell them apart.</summary>
internal enum SrtState
{
    Opened = 2,
    Connecting = 4,
    Connected = 5,
}
