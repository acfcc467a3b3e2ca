using System.Buffers;
using System.Security.Cryptography;
using OrleansFrames.CaptureWorker.Pictures;
using OrleansFrames.CaptureWorker.Sources;
using OrleansFrames.CaptureWorker.Sources.Codecs;

namespace OrleansFrames.CaptureWorker.Tracks;

/// <summary>The newest group of pictures of a track, compressed: a key frame and what follows it. Not for several threads at once.</summary>
/// <param name="limit">Bytes a group has for its own.</param>
/// <param name="reserve">Lends more to a group that grows over its limit; where nothing is left, the group keeps its key frame only.</param>
internal sealed class GroupOfPictures(int limit, MemoryReserve reserve) : IDisposable
{
    private readonly List<CompressedUnit> _units = [];
    private byte[] _bytes = [];
    private CompressedUnit _taken;
    private bool _isKeyTaken;
    private int _length;
    private int _lent;

    /// <summary>Counts every access unit that ever came, decodable or not.</summary>
    public long Arrived { get; private set; }

    /// <summary>When the newest access unit came; meaningless before the first.</summary>
    public Moment LastArrival { get; private set; }

    /// <summary>The group outgrew the limit: nothing after its key frame can be decoded.</summary>
    public bool IsTailDropped { get; private set; }

    /// <summary>Pictures are missing since the last decodable one.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>Pictures behind the key frame were taken: only their taker can decode those that follow.</summary>
    public bool IsTaken { get; private set; }

    public VideoFormat? Format { get; private set; }

    public CompressedUnit? Key => _units.Count == 0 ? null : _units[0];

    public CompressedUnit? Newest { get; private set; }

    /// <summary>The oldest that <see cref="Take"/> would give; null when there is none.</summary>
    public CompressedUnit? Pending => _units.Count > FirstPending ? _units[FirstPending] : null;

    private int FirstPending => _isKeyTaken ? 1 : 0;

    public void Add(in AccessUnit unit)
    {
        Arrived++;
        LastArrival = unit.Arrival;
        if (unit.IsKey)
        {
            _units.Clear();
            _length = 0;
            GiveBack();
            Shrink();
            (IsTailDropped, IsBroken, IsTaken, _isKeyTaken, Format) = (false, false, false, false, unit.Format);
        }
        else if (IsTailDropped || IsBroken || _units.Count == 0)
        {
            return;
        }
        else if (!HasRoomFor(unit.Bytes.Length))
        {
            _units.RemoveRange(1, _units.Count - 1);
            _length = _units[0].Length;
            GiveBack();
            IsTailDropped = true;
            Newest = IsTaken ? _taken : _units[0];
            return;
        }

        Reserve(_length + unit.Bytes.Length);
        unit.Bytes.CopyTo(_bytes.AsSpan(_length));
        var added = new CompressedUnit(_length, unit.Bytes.Length, Arrived, unit.IsReference, unit.Arrival, unit.IsKey);
        _units.Add(added);
        Newest = added;
        _length += unit.Bytes.Length;
    }

    public void AddUndecodable(Moment arrival)
    {
        Arrived++;
        LastArrival = arrival;
        IsBroken = true;
    }

    /// <summary>A copy of the key frame alone, or of all pictures up to the newest.</summary>
    public CompressedPicture Copy(bool keyOnly)
    {
        var length = keyOnly ? _units[0].Length : _length;
        var copy = ArrayPool<byte>.Shared.Rent(length);
        _bytes.AsSpan(0, length).CopyTo(copy);
        return new CompressedPicture(copy, keyOnly ? [_units[0]] : [.. _units], Format!);
    }

    /// <summary>
    /// The oldest pictures that were not taken yet, for a decoder that goes on where it stopped; null when there are none. Only the key
    /// frame is kept after that.
    /// </summary>
    /// <param name="most">How many at most.</param>
    /// <param name="leaveNewest">The newest stays: whether it is worth decoding shows when it is asked for, or followed.</param>
    public CompressedPicture? Take(int most, bool leaveNewest)
    {
        var first = FirstPending;
        var count = Math.Min(most, _units.Count - first - (leaveNewest ? 1 : 0));
        if (count <= 0)
        {
            return null;
        }

        var units = _units.GetRange(first, count);
        var start = units[0].Start;
        var end = units[^1].Start + units[^1].Length;
        var copy = ArrayPool<byte>.Shared.Rent(end - start);
        _bytes.AsSpan(start, end - start).CopyTo(copy);
        var taken = new CompressedPicture(copy, [.. units.Select(unit => unit with { Start = unit.Start - start })], Format!)
        {
            IsAll = first + count == _units.Count,
        };
        (_taken, _isKeyTaken, IsTaken) = (units[^1], true, IsTaken || !units[^1].IsKey);
        DropTail(first + count);
        return taken;
    }

    /// <summary>Tells the key frame from others; null when there is none.</summary>
    public byte[]? Fingerprint() => _units.Count == 0 ? null : SHA256.HashData(_bytes.AsSpan(0, _units[0].Length));

    /// <summary>Forgets all pictures and gives their memory back; the count goes on.</summary>
    public void Clear()
    {
        _units.Clear();
        (Newest, IsTailDropped, IsBroken, IsTaken, _isKeyTaken) = (null, false, false, false, false);
        _length = 0;
        GiveBack();
        Return();
    }

    public void Dispose() => Clear();

    /// <summary>Drops what stands between the key frame and an index.</summary>
    private void DropTail(int before)
    {
        var from = before < _units.Count ? _units[before].Start : _length;
        var gone = from - _units[0].Length;
        if (gone == 0)
        {
            return;
        }

        _bytes.AsSpan(from, _length - from).CopyTo(_bytes.AsSpan(_units[0].Length));
        _units.RemoveRange(1, before - 1);
        for (var index = 1; index < _units.Count; index++)
        {
            _units[index] = _units[index] with { Start = _units[index].Start - gone };
        }

        _length -= gone;
        if (_length <= limit)
        {
            GiveBack();
        }
    }

    private bool HasRoomFor(int length)
    {
        if (_length + length <= limit)
        {
            return true;
        }

        var isLent = reserve.TryLend(_lent, length);
        _lent += isLent ? length : 0;
        return isLent;
    }

    private void GiveBack()
    {
        reserve.GiveBack(_lent);
        _lent = 0;
    }

    // A group that once borrowed must not go on holding the memory.
    private void Shrink()
    {
        if (_bytes.Length > 2 * limit)
        {
            Return();
        }
    }

    private void Reserve(int length)
    {
        if (_bytes.Length >= length)
        {
            return;
        }

        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(length, 64 * 1024));
        _bytes.AsSpan(0, _length).CopyTo(larger);
        Return();
        _bytes = larger;
    }

    private void Return()
    {
        if (_bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = [];
        }
    }
}
