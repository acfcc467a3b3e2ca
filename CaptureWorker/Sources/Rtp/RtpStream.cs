using System.Globalization;
using System.Net;
using OrleansFrames.Capture;
using OrleansFrames.CaptureWorker.Sources.Rtsp;

namespace OrleansFrames.CaptureWorker.Sources.Rtp;

/// <summary>A stream of plain RTP as it was described: what it is, and where it comes.</summary>
/// <param name="Media">Codec, payload type and parameter sets.</param>
/// <param name="Port">The UDP port to listen at; with <see cref="Address"/>, the sender's.</param>
/// <param name="ControlPort">The same for RTCP; null when that comes on the port of the media.</param>
internal sealed record RtpStream(VideoMedia Media, int Port, int? ControlPort)
{
    private static readonly IPNetwork[] Multicast = [IPNetwork.Parse("224.0.0.0/4"), IPNetwork.Parse("ff00::/8")];

    /// <summary>Address or name of a sender that must hear from us first; null when it knows where to send.</summary>
    public string? Address { get; init; }

    /// <summary>With <see cref="Address"/>: the port of this machine; null for any.</summary>
    public int? LocalPort { get; init; }

    /// <summary>The sender makes key frames on FIR only.</summary>
    public bool KnowsOnlyIntraRequest { get; init; }

    /// <exception cref="SourceException">The source is no plain RTP of a codec that can be decoded.</exception>
    public static RtpStream Of(TrackSource source) => source.Rtp is { } endpoint ? Of(endpoint) : Parse(source.Sdp ?? "");

    private static RtpStream Of(RtpEndpoint endpoint) => SessionDescription.Codecs.TryGetValue(endpoint.Codec, out var codec)
        ? new(new VideoMedia(codec, endpoint.PayloadType, "", "", []), endpoint.Port, endpoint.ControlPort)
        {
            Address = endpoint.Address,
            LocalPort = endpoint.LocalPort,
        }
        : throw Unsupported($"the codec {endpoint.Codec} is not supported; use H264, H265, VP8 or VP9");

    private static RtpStream Parse(string sdp)
    {
        var media = SessionDescription.FindVideo(sdp, "");
        var lines = sdp.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var session = lines.TakeWhile(line => !line.StartsWith("m=", StringComparison.Ordinal)).ToArray();
        var section = Section(lines, media.PayloadType);
        var words = section[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words[2] is not ("RTP/AVP" or "RTP/AVPF") || IsEncrypted(session) || IsEncrypted(section))
        {
            throw Unsupported($"the session description is of encrypted media ({words[2]}); plain RTP (RTP/AVP) is needed");
        }

        var where = Values(section, "c=").Concat(Values(session, "c=")).FirstOrDefault();
        if (where?.Split(' ')[^1].Split('/')[0] is { } address && IPAddress.TryParse(address, out var parsed) && Multicast.Any(network => network.Contains(parsed)))
        {
            throw Unsupported($"{address} is a multicast address; have the media server send to an address of this machine");
        }

        var port = Number(words[1].Split('/')[0]);
        var feedback = Values(section, "a=rtcp-fb:").ToArray();
        return new RtpStream(media, port, ControlOf(section, port))
        {
            KnowsOnlyIntraRequest = Offers(feedback, "ccm fir") && !Offers(feedback, "nack pli"),
        };
    }

    private static string[] Section(string[] lines, int payloadType)
    {
        for (var at = 0; at < lines.Length; at++)
        {
            if (lines[at].StartsWith("m=video ", StringComparison.Ordinal) && lines[at].Split(' ').Skip(3).Contains($"{payloadType}"))
            {
                return [lines[at], .. lines.Skip(at + 1).TakeWhile(line => !line.StartsWith("m=", StringComparison.Ordinal))];
            }
        }

        throw Unsupported("the session description offers no video");
    }

    private static int? ControlOf(string[] section, int port)
    {
        var said = Values(section, "a=rtcp:").FirstOrDefault();
        var control = said is null ? port + 1 : Number(said.Split(' ')[0]);
        return section.Contains("a=rtcp-mux") || control == port ? null : control;
    }

    private static bool IsEncrypted(string[] lines) => lines.Any(line =>
        line.StartsWith("a=crypto:", StringComparison.Ordinal) || line.StartsWith("a=fingerprint:", StringComparison.Ordinal));

    private static bool Offers(string[] feedback, string kind) => feedback.Any(value => value.Split(' ', 2) is [_, var offered] && offered.Trim() == kind);

    private static IEnumerable<string> Values(string[] lines, string start) =>
        lines.Where(line => line.StartsWith(start, StringComparison.Ordinal)).Select(line => line[start.Length..].Trim());

    private static int Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= ushort.MaxValue
            ? port
            : throw Unsupported($"the session description names no UDP port, but '{text}'");

    private static SourceException Unsupported(string detail) => new(FailureReason.Unsupported, detail);
}
