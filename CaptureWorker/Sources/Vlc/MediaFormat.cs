namespace OrleansFrames.CaptureWorker.Sources.Vlc;

/// <summary>How libVLC is to read bytes. It may not guess: a playlist or a manifest would lead it elsewhere.</summary>
/// <param name="Options">Name its demultiplexer.</param>
/// <param name="Length">Bytes of a recording that can be read from any place, whose pictures come at their own pace; null for what comes as it is sent.</param>
internal sealed record MediaFormat(string[] Options, long? Length = null)
{
    public static MediaFormat LiveTs { get; } = new([":demux=ts"]);

    /// <summary>Fragmented MP4, from its head on.</summary>
    public static MediaFormat LiveMp4 { get; } = new([":demux=mp4"]);

    public bool IsRecording => Length is not null;

    /// <summary>How long no picture may come, where that is not the usual.</summary>
    public TimeSpan? Stall { get; init; }

    public static MediaFormat RecordedTs(long length) => new([":demux=ts"], length);

    // FFmpeg's reader of MP4 takes all kinds without looking at the whole file first.
    public static MediaFormat RecordedMp4(long length) => new([":demux=avformat", ":avformat-format=mov"], length);
}
