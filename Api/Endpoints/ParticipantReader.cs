using OrleansFrames.Api.Input;
using OrleansFrames.Calls;
using OrleansFrames.Capture;

namespace OrleansFrames.Api.Endpoints;

/// <summary>
/// Reads what a media server puts: <c>{user_id, role?, ttl_seconds?, tracks: [{track_type, url, height?, muted?}]}</c>.
/// </summary>
internal static class ParticipantReader
{
    private const int LongestUrl = 2_048;
    private const int LongestTtl = 24 * 60 * 60;
    private const int TallestPicture = 16_384;

    // Of each kind one, in at most four layers.
    private const int MostTracks = 8;

    private static readonly string[] KindsOfTrack = [.. Enum.GetValues<TrackType>().Select(type => type.WireName())];

    public static ParticipantRequest Put(RequestInput input)
    {
        var body = input.Body;
        return new(
            input.Route("user_session_id"),
            body.RequiredUserId("user_id"),
            body.Role("role"),
            body.Number("ttl_seconds", 1, LongestTtl),
            Tracks(body));
    }

    private static List<PublishedTrack> Tracks(JsonFields body)
    {
        // Nothing said is not the same as nothing published: a forgotten member would end every capture of the participant.
        body.Require("tracks", "; [] when nothing is published");
        return [.. (body.Items("tracks", MostTracks) ?? []).Select(Track)];
    }

    private static PublishedTrack Track(JsonFields track)
    {
        // What is no kind of track is noted already, and the request refused: which kind it counts as until then does not matter.
        _ = TrackTypes.TryParse(track.RequiredOneOf("track_type", KindsOfTrack), out var type);
        return new(type, Source(track), track.Flag("muted") ?? false);
    }

    private static TrackSource Source(JsonFields track)
    {
        foreach (var other in (string[])["sdp", "rtp"])
        {
            if (track.Has(other))
            {
                track.Refuse(other, "not supported yet; give a url");
            }
        }

        return new(track.RequiredText("url", LongestUrl), track.Number("height", 1, TallestPicture));
    }
}
