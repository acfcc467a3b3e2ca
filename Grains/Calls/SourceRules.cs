using OrleansFrames.Capture;

namespace OrleansFrames.Calls;

/// <summary>What a participant's tracks may be.</summary>
internal static class SourceRules
{
    private const int LongestUrl = 2048;
    private const int MostLayers = 4;

    // What a capture worker can play. Whether files may be, and from which folder, is the worker's setting.
    private static readonly string[] Schemes = ["rtsp", "rtsps", "rtmp", "rtmps", "http", "https", "srt", "udp", "rtp", "file"];

    // Those have no usual port.
    private static readonly string[] WithPort = ["srt", "udp", "rtp"];

    public static Refusal? Check(ParticipantRequest request)
    {
        var wrong = new Dictionary<string, string>();
        foreach (var (place, track) in request.Tracks.Index())
        {
            if (Reason(track.Source) is var (field, reason))
            {
                wrong[$"tracks[{place}].{field}"] = reason;
            }
            else if (request.Tracks.Take(place).Any(earlier => RtpRules.Collide(earlier.Source, track.Source)))
            {
                wrong[$"tracks[{place}].{(track.Source.Rtp is null ? "sdp" : "rtp.port")}"] = "names a UDP port that another track of the participant has; give each its own";
            }

            if (LayerReason(request.Tracks, place) is var (member, why))
            {
                wrong[$"tracks[{place}].{member}"] = why;
            }
        }

        if (request.TtlSeconds is < 1 or > 86_400)
        {
            wrong["ttl_seconds"] = "must be from 1 to 86400";
        }

        return wrong.Count == 0
            ? null
            : new Refusal(RefusalKind.Input, string.Join("; ", wrong.Select(w => $"{w.Key} {w.Value}")), wrong);
    }

    /// <summary>Several entries of one type are layers of one picture.</summary>
    private static (string Member, string Why)? LayerReason(IReadOnlyList<PublishedTrack> tracks, int place)
    {
        var track = tracks[place];
        var others = tracks.Where((other, at) => at != place && other.TrackType == track.TrackType);
        var earlier = tracks.Take(place).Where(other => other.TrackType == track.TrackType).ToList();
        return earlier.Count >= MostLayers ? ("track_type", $"is given more often than the {MostLayers} layers that one picture may have")
            : track.Source.Height is null && others.Any()
                ? ("height", "is needed where a type is given more than once: those are layers of one picture; another device is another user_session_id")
            : earlier.Count > 0 && earlier[0].Muted != track.Muted ? ("muted", "must be the same for all layers of one picture")
            : null;
    }

    private static (string Field, string Reason)? Reason(TrackSource source) => source switch
    {
        { Sdp: { } sdp } => RtpRules.WhyNot(sdp) is { } reason ? ("sdp", reason) : null,
        { Rtp: { } rtp } => RtpRules.WhyNot(rtp),
        _ => Reason(source.Url) is { } reason ? ("url", reason) : null,
    };

    private static string? Reason(string url)
    {
        // A path alone is a file URL to Uri.
        if (url.Length > LongestUrl || !Uri.TryCreate(WithHost(url), UriKind.Absolute, out var parsed)
            || !url.StartsWith(parsed.Scheme + ':', StringComparison.OrdinalIgnoreCase))
        {
            return $"must be an absolute URL of at most {LongestUrl} characters, such as rtsp://camera:554/stream";
        }

        if (url.AsSpan().ContainsAnyInRange('\0', ' '))
        {
            return "holds a blank or a control character; percent-encode it";
        }

        if (!Schemes.Contains(parsed.Scheme))
        {
            return $"scheme '{parsed.Scheme}' is not supported; give an rtsp, rtsps, rtmp, rtmps, http, https, srt, udp, rtp or file URL";
        }

        if (WithPort.Contains(parsed.Scheme) && parsed.Port <= 0)
        {
            return $"names no port; give a URL such as {parsed.Scheme}://{(parsed.Scheme == "srt" ? "server:9000" : "@:5004")}";
        }

        return (parsed.Scheme == Uri.UriSchemeFile) == (parsed.Host.Length > 0)
            ? "names no host, or is a file's and names one; give a URL such as rtsp://camera:554/stream or file:///media/clip.mp4"
            : null;
    }

    /// <summary>A place to listen on at any address, as in udp://@:5004, has no host for <see cref="Uri"/>.</summary>
    private static string WithHost(string url) =>
        url.StartsWith("udp://", StringComparison.OrdinalIgnoreCase) || url.StartsWith("rtp://", StringComparison.OrdinalIgnoreCase)
            ? url.Replace("://@", "://", StringComparison.Ordinal).Replace("://:", "://0.0.0.0:", StringComparison.Ordinal)
            : url;
}
