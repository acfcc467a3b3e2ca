using System.Globalization;
using OrleansFrames.Capture;

namespace OrleansFrames.Calls;

/// <summary>What can be said of plain RTP before anything is received. Which codecs can be played, and which ports, is the capture worker's to say.</summary>
internal static class RtpRules
{
    private static readonly string[] Keys = ["a=crypto:", "a=fingerprint:"];

    /// <summary>Why a session description (RFC 8866) is none of plain RTP; null when it may be.</summary>
    public static string? WhyNot(string sdp)
    {
        var lines = Lines(sdp);
        if (VideoLine(lines) is not { } video)
        {
            return lines.Any(line => line.StartsWith("m=", StringComparison.Ordinal))
                ? "offers no video (m=video)"
                : "is no session description with a line m=video";
        }

        var words = video.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length < 4 || Port(words) is not > 0)
        {
            return "names no UDP port, or no payload type, in its line m=video";
        }

        return words[2] is not ("RTP/AVP" or "RTP/AVPF") || lines.Any(line => Keys.Any(key => line.StartsWith(key, StringComparison.Ordinal)))
            ? $"is of encrypted media ({words[2]}, SRTP or DTLS), which cannot be received; have the media server send plain RTP (RTP/AVP)"
            : null;
    }

    /// <summary>What is wrong with a description in fields, and with which; null when nothing is.</summary>
    public static (string Field, string Reason)? WhyNot(RtpEndpoint rtp) => rtp switch
    {
        { Port: < 1 or > ushort.MaxValue } => ("rtp.port", $"must be 1 to {ushort.MaxValue}"),
        { PayloadType: < 1 or > 127 } => ("rtp.payload_type", "must be 1 to 127"),
        _ => null,
    };

    /// <summary>Whether two sources want the same UDP port of this machine.</summary>
    public static bool Collide(TrackSource one, TrackSource other) => LocalPorts(one).Intersect(LocalPorts(other)).Any();

    private static IEnumerable<int> LocalPorts(TrackSource source)
    {
        var ports = source switch
        {
            { Rtp: { Address: null } rtp } => [rtp.Port, rtp.ControlPort],
            { Rtp: { } rtp } => [rtp.LocalPort],
            { Sdp: { } sdp } when VideoLine(Lines(sdp)) is { } video => [Port(video.Split(' ', StringSplitOptions.RemoveEmptyEntries))],
            _ => Array.Empty<int?>(),
        };
        return ports.OfType<int>();
    }

    private static string[] Lines(string sdp) => sdp.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static string? VideoLine(string[] lines) => lines.FirstOrDefault(line => line.StartsWith("m=video ", StringComparison.Ordinal));

    private static int? Port(string[] words) =>
        words.Length > 1 && ushort.TryParse(words[1].Split('/')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? port : null;
}
