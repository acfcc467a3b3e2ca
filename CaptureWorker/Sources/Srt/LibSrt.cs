using System.Runtime.InteropServices;
using OrleansFrames.Capture;

namespace OrleansFrames.CaptureWorker.Sources.Srt;

/// <summary>The calls of libsrt (srt.h) that a caller needs. FFmpeg's libavformat, which libVLC needs, brings it along.</summary>
internal sealed unsafe class LibSrt
{
    /// <summary>A call failed.</summary>
    public const int Error = -1;

    /// <summary>Of <see cref="LastError"/>: nothing has come (SRT_EASYNCRCV).</summary>
    public const int NothingYet = 6002;

    private const int LogCritical = 2;

    private static readonly string[] Names = ["libsrt-gnutls.so.1.5", "libsrt-openssl.so.1.5", "libsrt.so.1.5"];
    private static readonly Lock Gate = new();
    private static LibSrt? _loaded;

    private readonly delegate* unmanaged[Cdecl]<int> _createSocket;
    private readonly delegate* unmanaged[Cdecl]<int, int> _close;
    private readonly delegate* unmanaged[Cdecl]<int, int, void*, int, int> _setFlag;
    private readonly delegate* unmanaged[Cdecl]<int, void*, int, int> _connect;
    private readonly delegate* unmanaged[Cdecl]<int, int> _state;
    private readonly delegate* unmanaged[Cdecl]<int, int> _rejectReason;
    private readonly delegate* unmanaged[Cdecl]<int, byte*, int, int> _receive;
    private readonly delegate* unmanaged[Cdecl]<int*, int> _lastError;

    private LibSrt(nint library)
    {
        _createSocket = (delegate* unmanaged[Cdecl]<int>)NativeLibrary.GetExport(library, "srt_create_socket");
        _close = (delegate* unmanaged[Cdecl]<int, int>)NativeLibrary.GetExport(library, "srt_close");
        _setFlag = (delegate* unmanaged[Cdecl]<int, int, void*, int, int>)NativeLibrary.GetExport(library, "srt_setsockflag");
        _connect = (delegate* unmanaged[Cdecl]<int, void*, int, int>)NativeLibrary.GetExport(library, "srt_connect");
        _state = (delegate* unmanaged[Cdecl]<int, int>)NativeLibrary.GetExport(library, "srt_getsockstate");
        _rejectReason = (delegate* unmanaged[Cdecl]<int, int>)NativeLibrary.GetExport(library, "srt_getrejectreason");
        _receive = (delegate* unmanaged[Cdecl]<int, byte*, int, int>)NativeLibrary.GetExport(library, "srt_recvmsg");
        _lastError = (delegate* unmanaged[Cdecl]<int*, int>)NativeLibrary.GetExport(library, "srt_getlasterror");
        ((delegate* unmanaged[Cdecl]<int, void>)NativeLibrary.GetExport(library, "srt_setloglevel"))(LogCritical);
        if (((delegate* unmanaged[Cdecl]<int>)NativeLibrary.GetExport(library, "srt_startup"))() == Error)
        {
            throw new SourceException(FailureReason.Unsupported, "libsrt cannot be started");
        }
    }

    /// <exception cref="SourceException">It is not installed.</exception>
    public static LibSrt Load()
    {
        lock (Gate)
        {
            return _loaded ??= Names.Select(name => NativeLibrary.TryLoad(name, out var library) ? library : 0).FirstOrDefault(library => library != 0) is var found and not 0
                ? new LibSrt(found)
                : throw new SourceException(FailureReason.Unsupported, $"{Names[0]} is missing; install the package libsrt1.5-gnutls");
        }
    }

    public int CreateSocket() => _createSocket();

    public int Close(int socket) => _close(socket);

    /// <summary>A number, or a truth as 0 or 1.</summary>
    public int Set(int socket, SrtOption option, int value) => _setFlag(socket, (int)option, &value, sizeof(int));

    public int Set(int socket, SrtOption option, ReadOnlySpan<byte> value)
    {
        fixed (byte* bytes = value)
        {
            return _setFlag(socket, (int)option, bytes, value.Length);
        }
    }

    /// <param name="socket">Which one.</param>
    /// <param name="address">As the system's sockaddr.</param>
    public int Connect(int socket, ReadOnlySpan<byte> address)
    {
        fixed (byte* bytes = address)
        {
            return _connect(socket, bytes, address.Length);
        }
    }

    public SrtState State(int socket) => (SrtState)_state(socket);

    public int RejectReason(int socket) => _rejectReason(socket);

    /// <summary>One message; <see cref="Error"/> when there is none.</summary>
    public int Receive(int socket, Span<byte> buffer)
    {
        fixed (byte* bytes = buffer)
        {
            return _receive(socket, bytes, buffer.Length);
        }
    }

    /// <summary>Of the call before, on this thread.</summary>
    public int LastError() => _lastError(null);
}
