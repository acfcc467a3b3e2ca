namespace OrleansFrames.Silo.Capture.Workers;

/// <summary>What a worker plays. A crash in libVLC takes no track of the other kind with it.</summary>
internal enum WorkerKind
{
    /// <summary>What this service reads itself: RTSP and RTP.</summary>
    Native,

    /// <summary>What libVLC takes apart.</summary>
    LibVlc,
}
