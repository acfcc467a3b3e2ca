using System.Globalization;
using OrleansFrames.Capture;
using OrleansFrames.CaptureWorker.Sources.Codecs;

namespace OrleansFrames.CaptureWorker.Sources.Rtsp;

/// <summary>Finds the video in a session description (SDP, RFC 8866; its use by RTSP, RFC 2326 C; H.264, RFC 6184; H.265, RFC 7798).</summary>
internal static class SessionDescription
{
    public static readonly IReadOnlyDictionary<string, VideoCodec> Codecs = new Dictionary<string, VideoCodec>(StringComparer.OrdinalIgnoreCase)
    {
        ["H264"] = VideoCodec.H264,
        ["H265"] = VideoCodec.H265,
        ["VP8"] = VideoCodec.Vp8,
        ["VP9"] = VideoCodec.Vp9,
    };

    private static readonly string[] SetNames = ["sprop-vps", "sprop-sps", "sprop-pps", "sprop-parameter-sets"];

    /// <exception cref="SourceException">There is no video, or none that can be decoded.</exception>
    public static VideoMedia FindVideo(string sdp, string baseUrl)
    {
        var sections = Sections(sdp);
        var sessionUrl = Resolve(baseUrl, Attribute(sections[0], "control"));
        var videos = sections.Skip(1).Where(section => section[0].StartsWith("m=video", StringComparison.Ordinal)).ToArray();
        if (videos.Length == 0)
        {
            var kinds = string.Join(" and ", sections.Skip(1).Select(section => section[0][2..].Split(' ')[0]).Distinct());
            throw new SourceException(SourceFault.NoVideo(
                kinds.Length == 0 ? "the source offers no media" : $"the source offers no video, only {kinds}"));
        }

        // A camera that offers several is asked for H.264: it costs least.
        var offers = videos.SelectMany(section => PayloadTypes(section[0]).Select(type => (Section: section, Type: type, Name: Codec(section, type)))).ToArray();
        var usable = offers.Where(offer => Codecs.ContainsKey(offer.Name)).OrderBy(offer => Codecs[offer.Name] == VideoCodec.H264 ? 0 : 1).ToArray();
        return usable is [var best, ..]
            ? Describe(best.Section, best.Type, Codecs[best.Name], baseUrl, sessionUrl)
            : throw Unsupported($"the codec {string.Join(", ", offers.Select(offer => offer.Name).Distinct())} is not supported; set the camera to H.264 or H.265");
    }

    private static VideoMedia Describe(string[] section, int type, VideoCodec codec, string baseUrl, string sessionUrl)
    {
        var format = Attributes(section, "fmtp").FirstOrDefault(value => value.StartsWith($"{type} ", StringComparison.Ordinal)) ?? "";
        var parameters = format[(format.IndexOf(' ', StringComparison.Ordinal) + 1)..];
        if (codec == VideoCodec.H264 && RtspResponse.Parameter(parameters, "packetization-mode") == "2")
        {
            throw Unsupported("interleaved H.264 packets (packetization-mode 2) are not supported; set the camera to mode 1");
        }

        if (codec == VideoCodec.H265 && (RtspResponse.Parameter(parameters, "sprop-max-don-diff") ?? "0") != "0")
        {
            throw Unsupported("reordered H.265 packets (sprop-max-don-diff) are not supported; turn them off in the camera");
        }

        var sets = SetNames.SelectMany(name => RtspResponse.Parameter(parameters, name)?.Split(',') ?? []).Select(Decode).OfType<byte[]>();
        return new VideoMedia(codec, type, sessionUrl, Resolve(baseUrl, Attribute(section, "control")), [.. sets]);
    }

    private static string[][] Sections(string sdp)
    {
        var sections = new List<List<string>> { new() };
        foreach (var line in sdp.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.StartsWith("m=", StringComparison.Ordinal))
            {
                sections.Add([]);
            }

            sections[^1].Add(line);
        }

        return [.. sections.Select(section => section.ToArray())];
    }

    private static IEnumerable<int> PayloadTypes(string mediaLine) => mediaLine.Split(' ').Skip(3)
        .Select(word => int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var type) ? type : -1)
        .Where(type => type >= 0);

    private static string Codec(string[] section, int type)
    {
        var map = Attributes(section, "rtpmap").FirstOrDefault(value => value.StartsWith($"{type} ", StringComparison.Ordinal));
        return map is null ? $"payload type {type}" : map[(map.IndexOf(' ', StringComparison.Ordinal) + 1)..].Split('/')[0].Trim();
    }

    private static string? Attribute(string[] section, string name) => Attributes(section, name).FirstOrDefault();

    private static IEnumerable<string> Attributes(string[] section, string name) => section
        .Where(line => line.StartsWith($"a={name}:", StringComparison.Ordinal))
        .Select(line => line[(name.Length + 3)..].Trim());

    // Servers mean "appended to the base", whatever RFC 3986 would make of a base without a closing slash.
    private static string Resolve(string baseUrl, string? control)
    {
        if (control is null or "" or "*")
        {
            return baseUrl;
        }

        return control.Contains("://", StringComparison.Ordinal) ? control : $"{baseUrl.TrimEnd('/')}/{control.TrimStart('/')}";
    }

    private static byte[]? Decode(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text.Trim(), bytes, out var length) && length > 1 ? bytes[..length] : null;
    }

    private static SourceException Unsupported(string detail) => new(FailureReason.Unsupported, detail);
}
