using System.Security.Cryptography.X509Certificates;

namespace OrleansFrames.CaptureWorker.Tests.Cameras;

/// <summary>How a <see cref="TestCamera"/> behaves.</summary>
internal sealed record CameraScript
{
    public Clip? Clip { get; init; }

    /// <summary>Sent instead of a clip, in ffmpeg's packets.</summary>
    public RtpClip? Packets { get; init; }

    public double FramesPerSecond { get; init; } = 20;

    /// <summary>User and password it asks for.</summary>
    public (string User, string Password)? Login { get; init; }

    /// <summary>The challenge it sends; {nonce} is filled in.</summary>
    public string Challenge { get; init; } = "Digest realm=\"camera\", nonce=\"{nonce}\"";

    /// <summary>Accepts connections and never answers.</summary>
    public bool IsSilent { get; init; }

    /// <summary>Answers to DESCRIBE with this status.</summary>
    public int DescribeStatus { get; init; } = 200;

    /// <summary>Answers a request so, as often as it is there, to be looked for elsewhere: its method and path, and the new place.</summary>
    public (string Request, string Location)? Redirect { get; init; }

    /// <summary>Answers only in TLS, with this certificate.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>Refuses to send over its connection: only datagrams.</summary>
    public bool IsUdpOnly { get; init; }

    /// <summary>The camera's clock, told in a report with every picture; without one there are no reports.</summary>
    public Func<DateTimeOffset>? Clock { get; init; }

    /// <summary>The session description; null for one that fits the clip.</summary>
    public string? Sdp { get; init; }

    /// <summary>Pictures after which nothing more is sent, over all connections, while they stay open.</summary>
    public int StallAfter { get; init; } = int.MaxValue;

    /// <summary>Pictures after which the connection is closed.</summary>
    public int CloseAfter { get; init; } = int.MaxValue;

    /// <summary>Which packets are lost: picture, packet of the picture.</summary>
    public Func<int, int, bool> Loses { get; init; } = (_, _) => false;

    /// <summary>Which pictures are not sent at all.</summary>
    public Func<byte[][], int, bool> Skips { get; init; } = (_, _) => false;

    public int SessionTimeout { get; init; } = 60;

    /// <summary>Largest RTP payload.</summary>
    public int PacketSize { get; init; } = 1200;
}
