namespace OrleansFrames.CaptureWorker.Sources.Rtp;

/// <summary>What a receiver report tells of a stream (RFC 3550, 6.4.1 and A.3).</summary>
internal sealed class ReceptionStatistics
{
    private bool _isStarted;
    private uint _first;
    private uint _highest;
    private uint _received;
    private uint _expectedBefore;
    private uint _receivedBefore;
    private double _jitter;
    private double _transit;
    private uint _timestamp;

    /// <summary>The stream that is counted.</summary>
    public uint Source { get; private set; }

    /// <summary>Number of the newest packet, with how often the numbers started anew in its upper half.</summary>
    public uint Highest => _highest;

    /// <summary>Packets that did not come, since the first one.</summary>
    public int Lost => (int)Math.Clamp((long)(_highest - _first) + 1 - _received, -0x80_0000, 0x7f_ffff);

    /// <summary>In units of the stream's clock.</summary>
    public uint Jitter => (uint)_jitter;

    public void Begin(uint source)
    {
        (Source, _isStarted, _received, _expectedBefore, _receivedBefore, _jitter, _transit) = (source, false, 0, 0, 0, 0, 0);
    }

    /// <param name="arrival">When it came, in units of the stream's clock.</param>
    public void Add(ushort sequence, uint timestamp, double arrival)
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

        // All packets of a picture are sent at once: only its first says when.
        if (timestamp != _timestamp)
        {
            _timestamp = timestamp;
            var transit = arrival - timestamp;
            var change = Math.Abs(transit - _transit);
            _jitter += _transit != 0 && change < uint.MaxValue / 2 ? (change - _jitter) / 16 : 0;
            _transit = transit;
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
