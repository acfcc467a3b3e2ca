namespace OrleansFrames.CaptureWorker.Tests.Cameras;

/// <summary>Session descriptions as cameras send them.</summary>
internal static class TestSdp
{
    public const string AudioOnly = "v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=camera\r\nt=0 0\r\nm=audio 0 RTP/AVP 0\r\na=control:trackID=0\r\n";

    public const string Av1 = "v=0\r\ns=camera\r\nt=0 0\r\nm=video 0 RTP/AVP 96\r\na=rtpmap:96 AV1/90000\r\na=control:trackID=0\r\n";

    public static string For(Clip clip) =>
        $"v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=camera\r\nt=0 0\r\na=control:*\r\nm=audio 0 RTP/AVP 0\r\na=control:trackID=1\r\n" +
        $"m=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\na=fmtp:96 packetization-mode=1;" +
        $"sprop-parameter-sets={Convert.ToBase64String(clip.SequenceSet)},{Convert.ToBase64String(clip.PictureSet)}\r\na=control:trackID=0\r\n";
}
