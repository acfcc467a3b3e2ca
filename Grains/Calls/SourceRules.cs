namespace OrleansFrames.Calls;

/// <summary>What a participant's tracks may be.</summary>
internal static class SourceRules
{
    private const int LongestUrl = 2048;

    // What a capture worker can play. Whether files may be, and from which folder, is the worker's setting.
    private static readonly string[] Schemes = ["rtsp", "rtmp", "rtmps", "http", "https", "srt", "udp", "rtp", "file"];

    // Those have no usual port.
    private static readonly string[] WithPort = ["srt", "udp", "rtp"];

    public static Refusal? Check(ParticipantRequest request)
    {
        var wrong = new Dictionary<string, string>();
        foreach (var (place, track) in request.Tracks.Index())
        {
            if (Reason(track.Source.Url) is { } reason)
            {
                wrong[$"tracks[{place}].url"] = reason;
            }

            if (request.Tracks.Take(place).Any(earlier => earlier.TrackType == track.TrackType))
            {
                wrong[$"tracks[{place}].track_type"] = "a participant has one track of a type; another device is another user_session_id";
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
            return $"scheme '{parsed.Scheme}' is not supported; give an rtsp, rtmp, rtmps, http, https, srt, udp, rtp or file URL";
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
