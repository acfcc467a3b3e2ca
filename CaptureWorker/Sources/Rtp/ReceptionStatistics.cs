namespace OrleansFrames.CaptureWorker.Sources.Rtp;

/// <summary>
/// What a receiver report tells of a stream (RFC 3550, 6.4.1 and A.3), without its jitter: packets are taken a handful at a time, and a sender
/// would slow down for a jitter that is not the network's.
/// </summary>
internal sealed class ReceptionStatistics
{
    private bool _isStarted;
    private uint _first;
    private uint _highest;
    private uint _received;
    private uint _expectedBefore;
    private uint _receivedBefore;

    /// <summary>The stream that is counted.</summary>
    public uint Source { get; private set; }

    /// <summary>Number of the newest packet, with how often the numbers started anew in its upper half.</summary>
    public uint Highest => _highest;

    /// <summary>Packets that did not come, since the first one.</summary>
    public int Lost => (int)Math.Clamp((long)(_highest - _first) + 1 - _received, -0x80_0000, 0x7f_ffff);

    public void Begin(uint source)
    {
        (Source, _isStarted, _received, _expectedBefore, _receivedBefore) = (source, false, 0, 0, 0);
    }

    /// <param name="sequence">Of a packet that came.</param>
    public void Add(ushort sequence)
    {
        if (!_isStarted)
        {
            (_isStarted, _first, _highest) = (true, sequence, sequence);
        }

        _received++;
        var ahead = (short)(sequence - (ushort)_highest);
        if (ahead > 0)
        {
            _highest += (uint)ahead;
        }
    }

    /// <summary>Lost of those that were expected since the last report, in 256ths.</summary>
    public byte TakeFraction()
    {
        var expected = _highest - _first + 1;
        var (expectedNow, receivedNow) = (expected - _expectedBefore, _received - _receivedBefore);
        (_expectedBefore, _receivedBefore) = (expected, _received);
        return expectedNow > receivedNow ? (byte)Math.Min(255, (expectedNow - receivedNow) * 256L / expectedNow) : (byte)0;
    }
}
