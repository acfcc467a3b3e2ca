using System.Buffers;

namespace OrleansFrames.CaptureWorker.Sources.Rtp;

/// <summary>
/// Brings packets that overtook each other back into their order: holds what came too early until the missing ones come or are given up.
/// In order, nothing is copied.
/// </summary>
internal sealed class PacketOrder(IRtpConsumer consumer, TimeProvider time) : IDisposable
{
    /// <summary>How long a packet is waited for once later ones came.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(80);

    /// <summary>How many packets are held at most.</summary>
    public const int Capacity = 128;

    private Held[] _held = [];
    private int _count;
    private long _since;
    private bool _isStarted;
    private ushort _next;
    private int _restartAt = -1;

    /// <summary>Packets that came twice, or when nobody waited for them any more.</summary>
    public long Late { get; private set; }

    /// <param name="sequence">The packet's number.</param>
    public void Add(ReadOnlySpan<byte> packet, ushort sequence, Moment arrival)
    {
        if (!_isStarted)
        {
            (_isStarted, _next) = (true, sequence);
        }

        var ahead = (short)(sequence - _next);
        if (ahead <= -Capacity && sequence == _restartAt)
        {
            // Two in a row from far behind: the sender counts anew (RFC 3550, A.1).
            Clear();
            (_isStarted, _next, ahead) = (true, sequence, 0);
        }

        _restartAt = ahead <= -Capacity ? (ushort)(sequence + 1) : -1;
        while (ahead >= Capacity && _count > 0)
        {
            GiveUp();
            ahead = (short)(sequence - _next);
        }

        if (ahead < 0)
        {
            Late++;
        }
        else if (ahead is 0 or >= Capacity)
        {
            _next = (ushort)(sequence + 1);
            consumer.Take(packet, arrival);
            PassOn();
        }
        else
        {
            Hold(packet, sequence, arrival);
        }
    }

    /// <summary>Gives up the packets that are missing for too long.</summary>
    public void Rest(Moment now)
    {
        while (_count > 0 && time.GetElapsedTime(_since, now.Timestamp) >= Patience)
        {
            GiveUp();
        }
    }

    /// <summary>Forgets the stream: the next packet begins another.</summary>
    public void Clear()
    {
        for (var at = 0; at < _held.Length && _count > 0; at++)
        {
            if (_held[at].Bytes is not null)
            {
                Release(ref _held[at]);
            }
        }

        (_isStarted, _restartAt) = (false, -1);
    }

    public void Dispose() => Clear();

    private void Hold(ReadOnlySpan<byte> packet, ushort sequence, Moment arrival)
    {
        if (_held.Length == 0)
        {
            _held = new Held[Capacity];
        }

        ref var place = ref _held[sequence % Capacity];
        if (place.Bytes is not null)
        {
            Late++;
            return;
        }

        var copy = ArrayPool<byte>.Shared.Rent(packet.Length);
        packet.CopyTo(copy);
        place = new Held(copy, packet.Length, arrival);
        if (_count++ == 0)
        {
            _since = arrival.Timestamp;
        }
    }

    /// <summary>Goes on with the next packet that is there.</summary>
    private void GiveUp()
    {
        while (_held[_next % Capacity].Bytes is null)
        {
            _next++;
        }

        PassOn();
    }

    private void PassOn()
    {
        while (_count > 0 && _held[_next % Capacity].Bytes is not null)
        {
            ref var place = ref _held[_next % Capacity];
            _next++;
            try
            {
                consumer.Take(place.Bytes.AsSpan(0, place.Length), place.Arrival);
            }
            finally
            {
                Release(ref place);
            }
        }

        // The oldest of those behind the next gap: they came after the gap was there.
        for (var at = 1; _count > 0 && at < Capacity; at++)
        {
            ref var place = ref _held[(ushort)(_next + at) % Capacity];
            if (place.Bytes is not null)
            {
                _since = place.Arrival.Timestamp;
                break;
            }
        }
    }

    private void Release(ref Held place)
    {
        ArrayPool<byte>.Shared.Return(place.Bytes!);
        place = default;
        _count--;
    }

    private readonly record struct Held(byte[]? Bytes, int Length, Moment Arrival);
}
