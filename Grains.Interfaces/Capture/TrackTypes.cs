namespace OrleansFrames.Capture;

/// <summary>Wire names of <see cref="TrackType"/>.</summary>
public static class TrackTypes
{
    private const string Video = "TRACK_TYPE_VIDEO";
    private const string ScreenShare = "TRACK_TYPE_SCREEN_SHARE";

    public static string WireName(this TrackType track) => track == TrackType.Video ? Video : ScreenShare;

    /// <summary>A word for people: camera or screen.</summary>
    public static string SpokenName(this TrackType track) => track == TrackType.Video ? "camera" : "screen";

    public static bool TryParse(string? name, out TrackType track)
    {
        track = name == ScreenShare ? TrackType.ScreenShare : TrackType.Video;
        return name is Video or ScreenShare;
    }
}
