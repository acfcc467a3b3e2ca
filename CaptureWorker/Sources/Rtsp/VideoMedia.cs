namespace OrleansFrames.CaptureWorker.Sources.Rtsp;

/// <summary>The H.264 track that a session description offers.</summary>
/// <param name="PayloadType">RTP payload type.</param>
/// <param name="SessionUrl">What PLAY and the keep-alive name.</param>
/// <param name="TrackUrl">What SETUP names.</param>
/// <param name="ParameterSets">NAL units of <c>sprop-parameter-sets</c>; may be empty.</param>
internal sealed record VideoMedia(int PayloadType, string SessionUrl, string TrackUrl, IReadOnlyList<byte[]> ParameterSets);
