namespace OrleansFrames.CaptureWorker.Sources.Codecs;

/// <summary>How video is compressed.</summary>
internal enum VideoCodec
{
    /// <summary>ITU-T H.264: NAL units behind start codes.</summary>
    H264,

    /// <summary>ITU-T H.265: NAL units behind start codes.</summary>
    H265,

    /// <summary>RFC 6386: whole frames.</summary>
    Vp8,

    /// <summary>VP9: whole frames, or superframes.</summary>
    Vp9,
}
