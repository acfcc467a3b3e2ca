using System.Buffers;
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

    public VideoFormat? Format { get; private set; }

    public CompressedUnit? Key => _units.Count == 0 ? null : _units[0];

    public CompressedUnit? Newest => _units.Count == 0 ? null : _units[^1];

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
            (IsTailDropped, IsBroken, Format) = (false, false, unit.Format);
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
            return;
        }

        Reserve(_length + unit.Bytes.Length);
        unit.Bytes.CopyTo(_bytes.AsSpan(_length));
        _units.Add(new CompressedUnit(_length, unit.Bytes.Length, Arrived, unit.IsReference, unit.Arrival));
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

    public void Dispose()
    {
        _units.Clear();
        GiveBack();
        Return();
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
