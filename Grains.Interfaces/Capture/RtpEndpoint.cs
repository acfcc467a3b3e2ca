namespace OrleansFrames.Capture;

/// <summary>Where a media server sends plain RTP, and what: the parts of a session description that matter.</summary>
/// <param name="Port">The UDP port of this machine that it sends to; with <paramref name="Address"/> the media server's own port.</param>
/// <param name="PayloadType">Of the video's packets, 1 to 127.</param>
/// <param name="Codec">As a session description names it: H264, H265, VP8 or VP9.</param>
/// <param name="ControlPort">Like <paramref name="Port"/>, for RTCP; null when that shares the port of the media (RFC 5761).</param>
/// <param name="Address">
/// Address or name of a media server that learns from what reaches its port where to send (mediasoup: comedia). Null when it was told the
/// port of this machine.
/// </param>
/// <param name="LocalPort">With <paramref name="Address"/>: the port of this machine; null for any.</param>
[GenerateSerializer, Immutable, Alias("frames.RtpEndpoint")]
public sealed record RtpEndpoint(
    [property: Id(0)] int Port,
    [property: Id(1)] int PayloadType,
    [property: Id(2)] string Codec,
    [property: Id(3)] int? ControlPort = null,
    [property: Id(4)] string? Address = null,
    [property: Id(5)] int? LocalPort = null);
