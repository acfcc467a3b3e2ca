namespace OrleansFrames.CaptureWorker.Sources.Udp;

/// <summary>
/// Payloads of RTP packets in the order of their numbers. A gap is waited for until enough came after it; then it is taken for lost, and
/// the demultiplexer sees it by its own counters.
/// </summary>
internal sealed class RtpOrder
{
    private const int Window = 32;

    private readonly SortedDictionary<ushort, byte[]> _waiting;
    private ushort _next;
    private uint? _source;

    public RtpOrder() => _waiting = new(Comparer<ushort>.Create((one, other) => (short)(one - other)));

    public void Put(uint source, ushort sequence, ReadOnlySpan<byte> payload)
    {
        var ahead = (short)(sequence - _next);
        if (_source != source || ahead is > Window * 4 or < -Window * 4)
        {
            // A new sender, or one that has begun anew.
            (_source, _next, ahead) = (source, sequence, 0);
            _waiting.Clear();
        }

        if (ahead >= 0)
        {
            _waiting[sequence] = payload.ToArray();
        }
    }

    public bool TryTake(Span<byte> buffer, out int length)
    {
        length = 0;
        if (_waiting.Count == 0)
        {
            return false;
        }

        var (sequence, payload) = _waiting.First();
        if (sequence != _next && _waiting.Count < Window)
        {
            return false;
        }

        _waiting.Remove(sequence);
        _next = (ushort)(sequence + 1);
        payload.CopyTo(buffer);
        length = payload.Length;
        return true;
    }
}
