using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace OrleansFrames.CaptureWorker.Sources.Net;

/// <summary>
/// A TCP connection that is read in step with a <see cref="ReadPulse"/>. Its socket never blocks and is never waited for: only so the runtime does
/// not watch it, which would wake a thread for every packet, whether anybody reads or not.
/// </summary>
internal sealed class PacedStream(Socket socket, ReadPulse pulse) : Stream
{
    // A stream of 64 Mbit/s: a source that sends without end must not take the processor from the others.
    private const int MostBytesPerSecond = 8 * 1024 * 1024;

    private readonly PulseWaiter _reading = new(pulse);
    private readonly PulseWaiter _writing = new(pulse);
    private readonly int _mostPerBeat = (int)(MostBytesPerSecond * pulse.Period.TotalSeconds);
    private int _taken;
    private bool _mayHaveMore = true;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Timestamp of the newest beat at which it was read; 0 before the first.</summary>
    public long LastRead { get; private set; }

    /// <summary>This machine's address, as the other side sees it where nothing translates between.</summary>
    public IPAddress Local => ((IPEndPoint)socket.LocalEndPoint!).Address;

    /// <exception cref="SocketException">It could not be connected.</exception>
    public static async Task<PacedStream> ConnectAsync(IPEndPoint to, ReadPulse pulse, CancellationToken cancellationToken)
    {
        var socket = new Socket(to.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, Blocking = false };
        var stream = new PacedStream(socket, pulse);
        try
        {
            Start(socket, to);
            while (!socket.Poll(TimeSpan.Zero, SelectMode.SelectWrite))
            {
                await stream._writing.WaitAsync();
                cancellationToken.ThrowIfCancellationRequested();
            }

            return (SocketError)(int)socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Error)! is var error and not SocketError.Success
                ? throw new SocketException((int)error)
                : stream;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            if (_mayHaveMore)
            {
                LastRead = pulse.LastBeat;
                var read = socket.Receive(buffer.Span, SocketFlags.None, out var error);
                if (error == SocketError.Success)
                {
                    _taken += read;
                    _mayHaveMore = read == buffer.Length && _taken < _mostPerBeat;
                    return read;
                }

                CheckWouldBlock(error);
            }

            await _reading.WaitAsync();
            cancellationToken.ThrowIfCancellationRequested();
            (_taken, _mayHaveMore) = (0, true);
        }
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (!buffer.IsEmpty)
        {
            var sent = socket.Send(buffer.Span, SocketFlags.None, out var error);
            if (error == SocketError.Success)
            {
                buffer = buffer[sent..];
                continue;
            }

            CheckWouldBlock(error);
            await _writing.WaitAsync();
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            socket.Dispose();
        }

        base.Dispose(disposing);
    }

    private static void Start(Socket socket, IPEndPoint to)
    {
        try
        {
            socket.Connect(to);
        }
        catch (SocketException started) when (started.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress)
        {
            // What a socket that does not block has to say while it connects.
        }
    }

    private static void CheckWouldBlock(SocketError error)
    {
        if (error is not (SocketError.WouldBlock or SocketError.Interrupted))
        {
            throw new SocketException((int)error);
        }
    }
}
