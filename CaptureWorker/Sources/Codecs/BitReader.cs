namespace OrleansFrames.CaptureWorker.Sources.Codecs;

/// <summary>Reads bits. Behind the end it reads zeros.</summary>
/// <param name="payload">A NAL unit's payload (RBSP), or what else is written in bits.</param>
/// <param name="isNal">Emulation prevention bytes are left out.</param>
internal ref struct BitReader(ReadOnlySpan<byte> payload, bool isNal = true)
{
    private readonly ReadOnlySpan<byte> _payload = payload;
    private int _next;
    private int _zeros;
    private uint _current;
    private int _left;

    /// <summary>More bits were asked for than there are.</summary>
    public bool Exhausted { get; private set; }

    public uint Bits(int count)
    {
        var value = 0u;
        for (var i = 0; i < count; i++)
        {
            value = (value << 1) | Bit();
        }

        return value;
    }

    public bool Flag() => Bit() != 0;

    /// <summary>Exp-Golomb, unsigned: ue(v).</summary>
    public uint Unsigned()
    {
        var zeros = 0;
        while (zeros < 32 && !Exhausted && Bit() == 0)
        {
            zeros++;
        }

        return zeros == 32 ? uint.MaxValue : (1u << zeros) - 1 + Bits(zeros);
    }

    /// <summary>Exp-Golomb, signed: se(v).</summary>
    public int Signed()
    {
        var code = Unsigned();
        return (code & 1) == 0 ? -(int)(code >> 1) : (int)((code >> 1) + 1);
    }

    private uint Bit()
    {
        if (_left == 0)
        {
            Load();
        }

        _left--;
        return (_current >> _left) & 1;
    }

    private void Load()
    {
        if (isNal && _zeros >= 2 && _next < _payload.Length && _payload[_next] == 3)
        {
            _next++;
            _zeros = 0;
        }

        if (_next >= _payload.Length)
        {
            Exhausted = true;
            _current = 0;
        }
        else
        {
            _current = _payload[_next++];
            _zeros = _current == 0 ? _zeros + 1 : 0;
        }

        _left = 8;
    }
}
