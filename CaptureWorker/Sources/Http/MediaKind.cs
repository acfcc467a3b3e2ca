namespace OrleansFrames.CaptureWorker.Sources.Http;

/// <summary>What a body is, told by its first bytes: names and types that servers give are no help.</summary>
internal enum MediaKind
{
    /// <summary>More bytes are needed to tell.</summary>
    Open,
    Ts,
    Mp4,
    Hls,
    Dash,
    Unknown,
}
