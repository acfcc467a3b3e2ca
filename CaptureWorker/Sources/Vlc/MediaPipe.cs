using LibVLCSharp.Shared;

namespace OrleansFrames.CaptureWorker.Sources.Vlc;

/// <summary>
/// The bytes of a media on their way to libVLC, which reads on a thread of its own and waits there; the writer waits for room without a
/// thread. Where the media can be read from any place, a read elsewhere begins a new pass of writing.
/// </summary>
internal sealed class MediaPipe : MediaInput
{
    private const int Capacity = 64 * 1024;

    // Up to here reading on and dropping is cheaper than asking the source anew.
    private const int LongestSkip = 1024 * 1024;

    // A monitor, not a Lock: the reader waits on it.
    private readonly object _gate = new();
    private readonly byte[] _ring = new byte[Capacity];
    private readonly long? _length;
    private TaskCompletionSource _changed = New();
    private long _position;
    private long _drop;
    private int _pass;
    private int _start;
    private int _count;
    private bool _isWhole;
    private bool _isAborted;

    public MediaPipe(long? length = null)
    {
        _length = length;
        CanSeek = length is not null;
    }

    /// <summary>The media is written to its end, and the reader did not turn elsewhere.</summary>
    public bool IsWhole
    {
        get
        {
            lock (_gate)
            {
                return _isWhole;
            }
        }
    }

    /// <summary>The pass to write, and where in the media it begins.</summary>
    public (int Pass, long Position) Begin()
    {
        lock (_gate)
        {
            return (_pass, _position);
        }
    }

    /// <summary>Waits for room and writes; false when another pass has begun.</summary>
    public async ValueTask<bool> WriteAsync(ReadOnlyMemory<byte> bytes, int pass, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (_pass != pass)
                {
                    return false;
                }

                bytes = bytes[Fill(bytes.Span)..];
                if (bytes.IsEmpty)
                {
                    return true;
                }

                changed = _changed.Task;
            }

            await changed.WaitAsync(cancellationToken);
        }
    }

    /// <summary>All bytes of this pass are written.</summary>
    public void Complete(int pass)
    {
        lock (_gate)
        {
            _isWhole |= _pass == pass;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Returns when the reader wants to go on elsewhere.</summary>
    public async Task NextPassAsync(int pass, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (_pass != pass)
                {
                    return;
                }

                changed = _changed.Task;
            }

            await changed.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Lets the reader go.</summary>
    public void Abort()
    {
        lock (_gate)
        {
            _isAborted = true;
            Monitor.PulseAll(_gate);
        }
    }

    public override bool Open(out ulong size)
    {
        size = _length is { } known ? (ulong)known : ulong.MaxValue;
        return true;
    }

    public override unsafe int Read(IntPtr buf, uint len)
    {
        lock (_gate)
        {
            while (_count == 0 && !_isWhole && !_isAborted)
            {
                Monitor.Wait(_gate);
            }

            if (_isAborted)
            {
                // The end, not an error: libVLC takes the 32 bits of a -1 for a length of 4 GB, and crashes.
                return 0;
            }

            var taken = (int)Math.Min((uint)Math.Min(_count, Capacity - _start), len);
            _ring.AsSpan(_start, taken).CopyTo(new Span<byte>((void*)buf, taken));
            Skip(taken);
            return taken;
        }
    }

    public override bool Seek(ulong offset)
    {
        lock (_gate)
        {
            if (_length is not { } length || offset > (ulong)length)
            {
                return false;
            }

            var ahead = (long)offset - _position;
            if (ahead >= 0 && ahead <= _count)
            {
                Skip((int)ahead);
            }
            else if (ahead > _count && ahead - _count + _drop <= LongestSkip && !_isWhole)
            {
                _drop += ahead - _count;
                Skip(_count);
                _position = (long)offset;
            }
            else
            {
                (_position, _drop, _start, _count, _isWhole) = ((long)offset, 0, 0, 0, false);
                _pass++;
                Wake();
            }

            return true;
        }
    }

    public override void Close()
    {
        // The writer's side decides when the media ends.
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private int Fill(ReadOnlySpan<byte> bytes)
    {
        var done = (int)Math.Min(_drop, bytes.Length);
        _drop -= done;
        while (done < bytes.Length && _count < Capacity)
        {
            var end = (_start + _count) % Capacity;
            var part = Math.Min(bytes.Length - done, Math.Min(Capacity - _count, Capacity - end));
            bytes.Slice(done, part).CopyTo(_ring.AsSpan(end));
            _count += part;
            done += part;
        }

        Monitor.PulseAll(_gate);
        return done;
    }

    private void Skip(int bytes)
    {
        _start = (_start + bytes) % Capacity;
        _count -= bytes;
        _position += bytes;
        Wake();
    }

    private void Wake()
    {
        _changed.TrySetResult();
        _changed = New();
    }
}
