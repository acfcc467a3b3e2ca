using OrleansFrames.Api.Input;
using OrleansFrames.Calls;
using OrleansFrames.Capture;

namespace OrleansFrames.Api.Endpoints;

/// <summary>
/// Reads what a media server puts: <c>{user_id, role?, ttl_seconds?, tracks: [{track_type, url or sdp or rtp, height?, muted?}]}</c>, where rtp is
/// <c>{port, payload_type, codec, rtcp_port?, rtcp_mux?, address?, local_port?}</c>.
/// </summary>
internal static class ParticipantReader
{
    private const int LongestUrl = 2_048;
    private const int LongestSdp = 16_384;
    private const int LongestHost = 255;
    private const int MostPayloadType = 127;
    private const int LongestTtl = 24 * 60 * 60;
    private const int TallestPicture = 16_384;

    // Of each kind one, in at most four layers.
    private const int MostTracks = 8;

    private static readonly string[] Kinds = ["url", "sdp", "rtp"];
    private static readonly string[] Codecs = ["H264", "H265", "VP8", "VP9"];
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
        var (url, sdp, height) = (track.Text("url", LongestUrl), track.Text("sdp", LongestSdp), track.Number("height", 1, TallestPicture));
        var rtp = track.Child("rtp") is { } fields ? Endpoint(fields) : null;
        switch (Kinds.Where(track.Has).ToArray())
        {
            case []:
                track.Refuse("url", "is required, or an sdp or rtp in its place");
                break;
            case [_, var second, ..]:
                track.Refuse(second, "is given beside another source; give one of url, sdp and rtp");
                break;
            default:
                break;
        }

        return new(url ?? "", height) { Sdp = sdp, Rtp = rtp };
    }

    private static RtpEndpoint Endpoint(JsonFields rtp)
    {
        var port = RequiredPort(rtp);
        var payloadType = rtp.Number("payload_type", 1, MostPayloadType);
        rtp.Require("payload_type");
        var codec = rtp.RequiredOneOf("codec", Codecs);
        var (control, isMuxed) = (rtp.Number("rtcp_port", 1, ushort.MaxValue), rtp.Flag("rtcp_mux"));
        if (control is not null && isMuxed == true)
        {
            rtp.Refuse("rtcp_port", "is given, but with rtcp_mux control packets come on the port of the media");
        }

        var (address, local) = (rtp.Text("address", LongestHost), rtp.Number("local_port", 1, ushort.MaxValue));
        if (local is not null && address is null)
        {
            rtp.Refuse("local_port", "needs an address; without one, port is the port of this service's machine");
        }

        control ??= isMuxed == false ? Math.Min(port + 1, ushort.MaxValue) : null;
        return new(port, payloadType ?? 0, codec, control == port ? null : control, address is { Length: 0 } ? null : address, local);
    }

    private static int RequiredPort(JsonFields rtp)
    {
        var port = rtp.Number("port", 1, ushort.MaxValue);
        rtp.Require("port");
        return port ?? 0;
    }
}
