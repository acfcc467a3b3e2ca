namespace OrleansFrames.Capture;

/// <summary>Where the media of a track comes from.</summary>
/// <param name="Url">
/// Absolute URL. Supported schemes: <c>rtsp</c>; <c>rtmp</c>, <c>rtmps</c>; <c>http</c>, <c>https</c> (HLS playlist, MPEG transport stream, MP4);
/// <c>srt</c>, <c>udp</c>, <c>rtp</c> (transport stream); <c>file</c> (transport stream, MP4) below the folder that the worker's settings name.
/// H.264 in all of them, H.265 in all but <c>rtmp</c>. Empty where
/// <see cref="Sdp"/> or <see cref="Rtp"/> says it.
/// </param>
/// <param name="Height">Height in pixels that the source is said to send; null when not known.</param>
[GenerateSerializer, Immutable, Alias("frames.TrackSource")]
public sealed record TrackSource([property: Id(0)] string Url, [property: Id(1)] int? Height = null)
{
    /// <summary>
    /// User and password, and the options of an SRT URL with its passphrase and stream id, sealed by the endpoint that received them: grain state,
    /// calls and tables never see them in clear. Only on the way to a capture worker are they part of <see cref="Url"/>.
    /// </summary>
    [Id(2)]
    public string? SealedUserInfo { get; init; }

    /// <summary>In place of a URL: the session description (RFC 8866) of plain RTP that a media server sends to this machine.</summary>
    [Id(3)]
    public string? Sdp { get; init; }

    /// <summary>In place of a URL: plain RTP without a session description.</summary>
    [Id(4)]
    public RtpEndpoint? Rtp { get; init; }
}
