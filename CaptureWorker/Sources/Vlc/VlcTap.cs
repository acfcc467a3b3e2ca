using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using OrleansFrames.CaptureWorker.Sources.Codecs;

namespace OrleansFrames.CaptureWorker.Sources.Vlc;

/// <summary>Takes the compressed pictures out of libVLC, which only connects, demultiplexes and cuts them apart. Its stream output "smem" calls it.</summary>
internal sealed unsafe class VlcTap : IDisposable
{
    // A key frame of 8K stays below; what is larger is no picture.
    private const int MaxAccessUnit = 16 * 1024 * 1024;

    private readonly IMediaSink _sink;
    private readonly TimeProvider _time;
    private readonly AccessUnitReader _reader;
    private readonly GCHandle _self;
    private byte* _buffer;
    private nuint _size;
    private long _lastPicture;

    public VlcTap(IMediaSink sink, TimeProvider time)
    {
        _sink = sink;
        _time = time;
        _reader = new AccessUnitReader(sink);
        _self = GCHandle.Alloc(this);
    }

    /// <summary>Timestamp of the newest picture; 0 before the first.</summary>
    public long LastPicture => Interlocked.Read(ref _lastPicture);

    /// <summary>What came is of no codec that is supported.</summary>
    public SourceFault? Foreign => _reader.Foreign;

    /// <summary>The option that leads a media's video here.</summary>
    /// <param name="isTimed">Pictures come at their own pace, not as fast as they can be read.</param>
    public string Option(bool isTimed)
    {
        delegate* unmanaged[Cdecl]<nint, byte**, nuint, void> before = &Prepare;
        delegate* unmanaged[Cdecl]<nint, byte*, int, int, int, nuint, long, void> after = &Take;
        var pace = isTimed ? "time-sync" : "no-time-sync";
        return FormattableString.Invariant(
            $":sout=#smem{{{pace},video-prerender-callback={(nint)before},video-postrender-callback={(nint)after},video-data={GCHandle.ToIntPtr(_self)}}}");
    }

    /// <summary>Only when libVLC has stopped: it calls no more then.</summary>
    public void Dispose()
    {
        _self.Free();
        NativeMemory.Free(_buffer);
        _buffer = null;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Prepare(nint data, byte** buffer, nuint size)
    {
        // Without a buffer libVLC drops the picture.
        *buffer = GCHandle.FromIntPtr(data).Target is VlcTap tap && size <= MaxAccessUnit ? tap.Reserve(size) : null;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Take(nint data, byte* buffer, int width, int height, int depth, nuint size, long time)
    {
        if (GCHandle.FromIntPtr(data).Target is VlcTap tap && buffer is not null)
        {
            tap.Take(new ReadOnlySpan<byte>(buffer, (int)size));
        }
    }

    private byte* Reserve(nuint size)
    {
        if (size > _size)
        {
            _size = size + (size / 2);
            _buffer = (byte*)NativeMemory.Realloc(_buffer, _size);
        }

        return _buffer;
    }

    private void Take(ReadOnlySpan<byte> unit)
    {
        var now = Moment.Now(_time);
        try
        {
            _reader.Add(unit, now);
            Interlocked.Exchange(ref _lastPicture, now.Timestamp);
        }
        catch (Exception failed)
        {
            // An exception must not pass through libVLC's frames: it would end the process.
            Console.Error.WriteLine($"error: a picture of libVLC was not taken: {failed}");
            _sink.AddUndecodable(now);
        }
    }
}
