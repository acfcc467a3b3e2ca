using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace OrleansFrames.Bench.Capture.Senders;

/// <summary>
/// One participant as a media server forwards it: no key frame but when one is asked for. It sends to whoever sends a control packet to its port
/// (mediasoup: comedia).
/// </summary>
/// <param name="group">The group of pictures to begin in, past its key frame.</param>
internal sealed class RtpTrack(RtpClip clip, int group) : IDisposable
{
    private const int ClockRate = 90_000;
    private const int PayloadFeedback = 206;

    private readonly Socket _socket = Bound();
    private readonly SocketAddress _heard = new(AddressFamily.InterNetwork);
    private readonly byte[] _control = new byte[2_048];
    private readonly uint _source = (uint)Random.Shared.NextInt64(1, uint.MaxValue);
    private int _group = group % clip.Keys.Count;
    private int _at = clip.Keys[group % clip.Keys.Count] + 1;
    private ushort _sequence = (ushort)Random.Shared.Next();
    private bool _isAsked;

    /// <summary>The UDP port to name as the sender's.</summary>
    public int Port => ((IPEndPoint)_socket.LocalEndPoint!).Port;

    public bool HasReceiver { get; private set; }

    /// <summary>Key frames that were asked for.</summary>
    public long Requests { get; private set; }

    /// <summary>Key frames that nobody asked for: none did throughout a group of pictures.</summary>
    public long OwnKeys { get; private set; }

    public long Packets { get; private set; }

    /// <summary>Takes the control packets that have come.</summary>
    public void Hear()
    {
        while (_socket.Available > 0)
        {
            var length = _socket.ReceiveFrom(_control, SocketFlags.None, _heard);
            HasReceiver = true;
            Read(_control.AsSpan(0, length));
        }
    }

    /// <summary>Sends the next picture.</summary>
    /// <param name="seconds">Since the stream began.</param>
    public void Send(double seconds)
    {
        if (_at >= clip.Pictures.Count || _isAsked || clip.Keys.Contains(_at))
        {
            OwnKeys += _isAsked ? 0 : 1;
            _group = (_group + 1) % clip.Keys.Count;
            (_at, _isAsked) = (clip.Keys[_group], false);
        }

        var timestamp = (uint)(seconds * ClockRate);
        foreach (var packet in clip.Pictures[_at++])
        {
            // The packets are shared, and sent one after the other by one thread.
            BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), _sequence++);
            BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(4), timestamp);
            BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(8), _source);
            _socket.SendTo(packet, SocketFlags.None, _heard);
            Packets++;
        }
    }

    public void Dispose() => _socket.Dispose();

    private static Socket Bound()
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return socket;
    }

    private void Read(ReadOnlySpan<byte> compound)
    {
        while (compound.Length >= 4)
        {
            // PLI (RFC 4585) or FIR (RFC 5104).
            if (compound[1] == PayloadFeedback && (compound[0] & 0x1f) is 1 or 4)
            {
                Requests++;
                _isAsked = true;
            }

            compound = compound[Math.Min(compound.Length, 4 * (BinaryPrimitives.ReadUInt16BigEndian(compound[2..]) + 1))..];
        }
    }
}
