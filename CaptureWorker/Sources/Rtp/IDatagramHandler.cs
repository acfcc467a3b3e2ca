namespace OrleansFrames.CaptureWorker.Sources.Rtp;

/// <summary>Takes the datagrams of a socket. Called by the pump's thread only, and never again once the socket was removed from the pump.</summary>
internal interface IDatagramHandler
{
    /// <param name="datagram">Valid during the call.</param>
    void Receive(ReadOnlySpan<byte> datagram, in UdpPeer sender, Moment arrival);

    /// <summary>The socket was emptied: called on each round, whether something had come or not.</summary>
    void Rest(Moment now);

    /// <summary>One of the other calls threw; there will be none any more.</summary>
    void Fail(Exception failed);
}
