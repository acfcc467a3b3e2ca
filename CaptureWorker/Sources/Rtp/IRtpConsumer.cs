namespace OrleansFrames.CaptureWorker.Sources.Rtp;

/// <summary>Uses what an RTP stream brings. Called by the pump's thread only.</summary>
internal interface IRtpConsumer
{
    /// <summary>A packet of the stream: in order and once. Numbers that are missing did not come in time.</summary>
    /// <param name="packet">Valid during the call.</param>
    void Take(ReadOnlySpan<byte> packet, Moment arrival);

    /// <summary>A compound control packet (RTCP) of the stream's sender.</summary>
    /// <param name="control">Valid during the call.</param>
    void TakeControl(ReadOnlySpan<byte> control, Moment arrival);

    /// <summary>All that had come is taken; called a hundred times a second, whether something had come or not.</summary>
    void Rest(Moment now);

    /// <summary>Nothing more will come: handling it went wrong.</summary>
    void Fail(Exception failed);
}
