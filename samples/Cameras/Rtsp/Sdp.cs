using OrleansFrames.Cameras.Video;

namespace OrleansFrames.Cameras.Rtsp;

/// <summary>Session descriptions (RFC 4566, RFC 6184 8.1).</summary>
internal static class Sdp
{
    public const string Control = "track1";

    private const string Session = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=camera\r\nc=IN IP4 0.0.0.0\r\nt=0 0\r\na=control:*\r\n";

    public static string AudioOnly => $"{Session}m=audio 0 RTP/AVP 0\r\na=rtpmap:0 PCMU/8000\r\na=control:{Control}\r\n";

    public static string Video(AccessUnit key, int framesPerSecond)
    {
        var sps = key.Nals[0].Span;
        var pps = key.Nals[1].Span;
        return $"{Session}m=video 0 RTP/AVP {RtpStream.PayloadType}\r\na=rtpmap:{RtpStream.PayloadType} H264/90000\r\n"
            + $"a=fmtp:{RtpStream.PayloadType} packetization-mode=1;profile-level-id={Convert.ToHexString(sps[1..4])};"
            + $"sprop-parameter-sets={Convert.ToBase64String(sps)},{Convert.ToBase64String(pps)}\r\n"
            + $"a=framerate:{framesPerSecond}\r\na=control:{Control}\r\n";
    }
}
