namespace OrleansFrames.CaptureWorker.Sources.Rtp;

/// <summary>What all RTP streams of a worker share.</summary>
internal sealed record RtpShared(RtpPorts Ports, UdpPump Pump, KeyFrameBudget Budget);
