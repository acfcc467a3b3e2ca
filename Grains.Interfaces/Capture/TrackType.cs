namespace OrleansFrames.Capture;

/// <summary>The kinds of track a picture is taken of. On the wire <c>TRACK_TYPE_VIDEO</c> and <c>TRACK_TYPE_SCREEN_SHARE</c> (GetStream Video).</summary>
public enum TrackType
{
    Video,
    ScreenShare,
}
