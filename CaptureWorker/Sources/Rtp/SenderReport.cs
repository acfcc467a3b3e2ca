namespace OrleansFrames.CaptureWorker.Sources.Rtp;

/// <summary>What a sender says of its clocks (RFC 3550, 6.4.1): one instant, on its wall clock and in the timestamps of its packets.</summary>
/// <param name="Source">Whose packets it is about.</param>
/// <param name="Clock">The sender's wall clock, since 1900; it may be set to anything.</param>
/// <param name="Timestamp">The RTP timestamp of that instant.</param>
internal readonly record struct SenderReport(uint Source, TimeSpan Clock, uint Timestamp);
