using System.Runtime.InteropServices;

namespace OrleansFrames.CaptureWorker.Sources.Rtp;

/// <summary>
/// Takes the datagrams that wait at a socket, many with one call of the kernel (<c>recvmmsg</c>): a track at 2 Mbit/s sends two hundred a second.
/// For one thread.
/// </summary>
internal sealed unsafe partial class DatagramBatch : IDisposable
{
    private const int Capacity = 32;
    private const int AddressLength = 28;
    private const int DoNotWait = 0x40;
    private const int Truncated = 0x20;

    // Longer than the longest frame of an Ethernet; RTP is cut by its sender to fit into one.
    private const int Longest = 9_216;

    private readonly byte* _bytes = (byte*)NativeMemory.Alloc(Capacity * Longest);
    private readonly byte* _addresses = (byte*)NativeMemory.AllocZeroed(Capacity * AddressLength);
    private readonly Part* _parts = (Part*)NativeMemory.AllocZeroed((nuint)(Capacity * sizeof(Part)));
    private readonly Message* _messages = (Message*)NativeMemory.AllocZeroed((nuint)(Capacity * sizeof(Message)));

    public DatagramBatch()
    {
        for (var at = 0; at < Capacity; at++)
        {
            _parts[at] = new Part { Bytes = _bytes + (at * Longest), Length = Longest };
            _messages[at] = new Message { Address = _addresses + (at * AddressLength), Parts = _parts + at, PartCount = 1 };
        }
    }

    /// <summary>How many were taken, at most as many as the batch holds.</summary>
    public int Count { get; private set; }

    public bool IsFull => Count == Capacity;

    /// <summary>Takes what waits at the socket, in place of what the batch held. Never waits.</summary>
    /// <exception cref="ObjectDisposedException">The socket is closed.</exception>
    public void Fill(SafeHandle socket)
    {
        for (var at = 0; at < Capacity; at++)
        {
            _messages[at].AddressLength = AddressLength;
        }

        // Whatever the error, nothing was taken: none waits, or the kernel tells of a datagram that was sent and refused.
        Count = Math.Max(0, recvmmsg(socket, _messages, Capacity, DoNotWait, null));
    }

    /// <summary>A datagram's bytes, valid until the next <see cref="Fill"/>; nothing for one that is too long.</summary>
    public ReadOnlySpan<byte> Bytes(int index) =>
        (_messages[index].Flags & Truncated) != 0 ? default : new ReadOnlySpan<byte>(_parts[index].Bytes, (int)_messages[index].Received);

    public UdpPeer Sender(int index) => UdpPeer.Read(new ReadOnlySpan<byte>(_messages[index].Address, AddressLength));

    public void Dispose()
    {
        NativeMemory.Free(_messages);
        NativeMemory.Free(_parts);
        NativeMemory.Free(_addresses);
        NativeMemory.Free(_bytes);
    }

    [LibraryImport("libc")]
    private static partial int recvmmsg(SafeHandle socket, Message* messages, uint count, int flags, void* timeout);

    /// <summary><c>struct iovec</c>.</summary>
    private struct Part
    {
        public byte* Bytes;
        public nuint Length;
    }

    /// <summary><c>struct mmsghdr</c> of 64-bit Linux.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 64)]
    private struct Message
    {
        [FieldOffset(0)]
        public byte* Address;

        [FieldOffset(8)]
        public uint AddressLength;

        [FieldOffset(16)]
        public Part* Parts;

        [FieldOffset(24)]
        public nuint PartCount;

        [FieldOffset(48)]
        public int Flags;

        [FieldOffset(56)]
        public uint Received;
    }
}
