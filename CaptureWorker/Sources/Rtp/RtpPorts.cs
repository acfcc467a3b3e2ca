using System.Net;

namespace OrleansFrames.CaptureWorker.Sources.Rtp;

/// <summary>Where this machine may listen for media.</summary>
/// <param name="Address">The address to listen at.</param>
/// <param name="First">The lowest port.</param>
/// <param name="Last">The highest port.</param>
internal sealed record RtpPorts(IPAddress Address, int First, int Last)
{
    /// <summary>Any port that needs no rights, for media servers on this machine.</summary>
    public static RtpPorts Default { get; } = new(IPAddress.Loopback, 1024, ushort.MaxValue);

    public bool Contains(int port) => port >= First && port <= Last;
}
