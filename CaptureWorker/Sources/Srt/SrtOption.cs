namespace OrleansFrames.CaptureWorker.Sources.Srt;

/// <summary>Options of an SRT socket (SRT_SOCKOPT).</summary>
internal enum SrtOption
{
    WaitsToSend = 1,
    WaitsToReceive = 2,
    Passphrase = 26,
    KeyLength = 27,

    /// <summary>In ms.</summary>
    ConnectLimit = 36,

    /// <summary>In ms.</summary>
    Latency = 43,
    StreamId = 46,

    /// <summary>In ms.</summary>
    PeerIdleLimit = 55,
}
