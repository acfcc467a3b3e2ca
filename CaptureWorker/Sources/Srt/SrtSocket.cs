using System.Net;
using System.Text;
using OrleansFrames.Capture;
using OrleansFrames.CaptureWorker.Sources.Ts;

namespace OrleansFrames.CaptureWorker.Sources.Srt;

/// <summary>A connection to an SRT server that sends a transport stream.</summary>
internal sealed class SrtSocket : ITransportStream, IDisposable
{
    // What fits into a packet of an Ethernet.
    private const int LongestMessage = 1456;

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    private readonly LibSrt _srt = LibSrt.Load();
    private readonly SrtUrl _url;
    private readonly int _socket;

    private SrtSocket(SrtUrl url)
    {
        _url = url;
        _socket = _srt.CreateSocket();
    }

    /// <exception cref="SourceException">It cannot be reached, or refuses.</exception>
    public static async Task<SrtSocket> ConnectAsync(SrtUrl url, IPAddress[] addresses, SourceLimits limits, TimeProvider time, CancellationToken cancellationToken)
    {
        SourceFault? fault = null;
        foreach (var address in addresses)
        {
            var socket = new SrtSocket(url);
            try
            {
                if ((fault = await socket.ConnectAsync(address, limits, time, cancellationToken)) is null)
                {
                    return socket;
                }

                socket.Dispose();
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }

        throw new SourceException(fault!);
    }

    public int Read(Span<byte> buffer)
    {
        var filled = 0;
        while (buffer.Length - filled >= LongestMessage)
        {
            var length = _srt.Receive(_socket, buffer[filled..]);
            if (length > 0)
            {
                filled += length;
            }
            else if (filled > 0 || (length == LibSrt.Error && _srt.LastError() == LibSrt.NothingYet))
            {
                break;
            }
            else
            {
                throw new IOException("the SRT connection was closed");
            }
        }

        return filled;
    }

    public void Dispose() => _srt.Close(_socket);

    private async Task<SourceFault?> ConnectAsync(IPAddress address, SourceLimits limits, TimeProvider time, CancellationToken cancellationToken)
    {
        Configure(limits);
        var place = new IPEndPoint(address, _url.Port).Serialize();
        if (_srt.Connect(_socket, place.Buffer.Span[..place.Size]) == LibSrt.Error)
        {
            return Fault(limits);
        }

        using var timer = new PeriodicTimer(Look, time);
        while (true)
        {
            switch (_srt.State(_socket))
            {
                case SrtState.Connected:
                    return null;
                case SrtState.Opened or SrtState.Connecting:
                    await timer.WaitForNextTickAsync(cancellationToken);
                    break;
                default:
                    return Fault(limits);
            }
        }
    }

    private void Configure(SourceLimits limits)
    {
        Set(SrtOption.WaitsToReceive, 0);
        Set(SrtOption.WaitsToSend, 0);
        Set(SrtOption.ConnectLimit, (int)limits.Connect.TotalMilliseconds);

        // Later than the watchdog over pictures: a server that is silent but alive, and one that is frozen, are told alike.
        Set(SrtOption.PeerIdleLimit, (int)limits.Stall.TotalMilliseconds * 2);
        Set(SrtOption.Latency, _url.Latency);
        Set(SrtOption.KeyLength, _url.KeyLength);
        Set(SrtOption.StreamId, _url.StreamId);
        Set(SrtOption.Passphrase, _url.Passphrase);
    }

    private void Set(SrtOption option, int? value) => Check(option, value is { } number ? _srt.Set(_socket, option, number) : 0);

    private void Set(SrtOption option, string? value) => Check(option, value is null ? 0 : _srt.Set(_socket, option, Encoding.UTF8.GetBytes(value)));

    private static void Check(SrtOption option, int answer)
    {
        if (answer == LibSrt.Error)
        {
            throw new SourceException(FailureReason.Unsupported, $"libsrt does not take the option {option}");
        }
    }

    private SourceFault Fault(SourceLimits limits) => SrtRejection.Fault(_srt.RejectReason(_socket), $"{_url.Host}:{_url.Port}", limits.Connect);
}
