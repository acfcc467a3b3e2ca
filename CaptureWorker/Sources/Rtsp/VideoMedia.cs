using OrleansFrames.CaptureWorker.Sources.Codecs;

namespace OrleansFrames.CaptureWorker.Sources.Rtsp;

/// <summary>The video track that a session description offers.</summary>
/// <param name="Codec">How it is compressed.</param>
/// <param name="PayloadType">RTP payload type.</param>
/// <param name="SessionUrl">What PLAY and the keep-alive name.</param>
/// <param name="TrackUrl">What SETUP names.</param>
/// <param name="ParameterSets">NAL units that the description gives in advance; may be empty.</param>
internal sealed record VideoMedia(VideoCodec Codec, int PayloadType, string SessionUrl, string TrackUrl, IReadOnlyList<byte[]> ParameterSets);
