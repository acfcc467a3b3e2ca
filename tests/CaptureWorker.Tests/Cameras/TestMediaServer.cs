using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace OrleansFrames.CaptureWorker.Tests.Cameras;

/// <summary>
/// Sends a clip as a media server forwards a participant: ten pictures a second over plain RTP, a key frame only when it is asked for one.
/// Without any, it repeats the clip's last picture.
/// </summary>
internal sealed class TestMediaServer : IAsyncDisposable
{
    private const byte PayloadFeedback = 206;
    private static readonly TimeSpan Picture = TimeSpan.FromMilliseconds(100);

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Clip _clip;
    private readonly RtpPacketizer _packetizer = new(1000);
    private readonly Task _running;
    private IPEndPoint? _to;

    // Whoever comes has missed the key frame.
    private int _at = 1;

    /// <param name="clip">Its first picture is the only key frame.</param>
    /// <param name="to">Where to send; null for wherever the first control packet comes from.</param>
    public TestMediaServer(Clip clip, IPEndPoint? to)
    {
        (_clip, _to) = (clip, to);
        _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _running = RunAsync();
    }

    public int Port => ((IPEndPoint)_socket.LocalEndPoint!).Port;

    /// <summary>Requests for a key frame, by PLI (1) or FIR (4).</summary>
    public ConcurrentQueue<int> Requests { get; } = [];

    /// <summary>Receiver reports.</summary>
    public int Reports { get; private set; }

    public int KeyFrames { get; private set; }

    /// <summary>Does something to the packets of a picture before they are sent: drops, repeats or shuffles them.</summary>
    public Func<List<byte[]>, IEnumerable<byte[]>> Road { get; set; } = packets => packets;

    /// <summary>Number of the stream.</summary>
    public uint Source { get; set; } = 1234;

    public bool IsSilent { get; set; }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _socket.Dispose();
        _stopping.Dispose();
    }

    private async Task RunAsync()
    {
        await Task.Yield();
        var buffer = new byte[2048];
        using var timer = new PeriodicTimer(Picture, TimeProvider.System);
        for (uint timestamp = 0; await timer.WaitForNextTickAsync(_stopping.Token); timestamp += 9000)
        {
            while (_socket.Available > 0)
            {
                EndPoint from = new IPEndPoint(IPAddress.Any, 0);
                var length = _socket.ReceiveFrom(buffer, ref from);
                _to ??= (IPEndPoint)from;
                Hear(buffer.AsSpan(0, length));
            }

            if (_to is not null && !IsSilent)
            {
                Send(_to, timestamp);
            }
        }
    }

    private void Send(IPEndPoint to, uint timestamp)
    {
        var picture = _clip.Pictures[Math.Min(_at++, _clip.Pictures.Count - 1)];
        KeyFrames += Clip.IsKey(picture) ? 1 : 0;
        var payloads = picture.SelectMany(_packetizer.Payloads).ToList();
        var packets = payloads.Select((payload, index) => Packet(payload, timestamp, index == payloads.Count - 1)).ToList();
        foreach (var packet in Road(packets))
        {
            _socket.SendTo(packet, to);
        }
    }

    private byte[] Packet(byte[] payload, uint timestamp, bool isLast)
    {
        var packet = _packetizer.Packet(payload, timestamp, isLast);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(8), Source);
        return packet;
    }

    private void Hear(ReadOnlySpan<byte> compound)
    {
        while (compound.Length >= 4)
        {
            var (kind, type) = (compound[0] & 0x1f, compound[1]);
            if (type == PayloadFeedback)
            {
                Requests.Enqueue(kind);
                _at = 0;
            }
            else if (type == 201)
            {
                Reports++;
            }

            compound = compound[(4 * (BinaryPrimitives.ReadUInt16BigEndian(compound[2..]) + 1))..];
        }
    }
}
