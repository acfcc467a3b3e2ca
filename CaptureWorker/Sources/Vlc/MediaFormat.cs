namespace OrleansFrames.CaptureWorker.Sources.Vlc;

/// <summary>How libVLC is to read bytes.</summary>
/// <param name="Demux">Its demultiplexer: it may not guess, as a playlist or a manifest would lead it elsewhere.</param>
/// <param name="IsTimed">A recording, whose pictures come at their own pace; otherwise they come as they are sent.</param>
/// <param name="Length">Bytes of it, when it can be read from any place.</param>
internal sealed record MediaFormat(string Demux, bool IsTimed = false, long? Length = null)
{
    public const string Ts = "ts";
    public const string Mp4 = "mp4";

    /// <summary>How long no picture may come, where that is not the usual.</summary>
    public TimeSpan? Stall { get; init; }
}
