namespace OrleansFrames.CaptureWorker.Sources.Rtp;

/// <summary>What all RTP streams of a worker share.</summary>
internal sealed record RtpShared(RtpPorts Ports, UdpPump Pump, KeyFrameBudget Budget)
{
    /// <param name="ports">Where media servers may send.</param>
    public static RtpShared For(RtpPorts ports, TimeProvider time) => new(ports, new UdpPump(time), new KeyFrameBudget(new RtpLimits().KeyRequests, time));
}
