using System.Buffers.Binary;
using System.Net;

namespace OrleansFrames.CaptureWorker.Sources.Rtp;

/// <summary>Where a datagram came from, compared without being taken apart. IPv4 addresses are in their IPv6 form.</summary>
internal readonly record struct UdpPeer(UInt128 Address, ushort Port)
{
    private const ushort Internet4 = 2;
    private const ushort Mapped = 0xffff;

    public IPAddress Ip
    {
        get
        {
            Span<byte> bytes = stackalloc byte[16];
            BinaryPrimitives.WriteUInt128BigEndian(bytes, Address);
            var address = new IPAddress(bytes);
            return address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        }
    }

    /// <param name="socketAddress">A <c>sockaddr_in</c> or <c>sockaddr_in6</c> as the kernel writes it.</param>
    public static UdpPeer Read(ReadOnlySpan<byte> socketAddress)
    {
        var port = BinaryPrimitives.ReadUInt16BigEndian(socketAddress[2..]);
        return BitConverter.ToUInt16(socketAddress) == Internet4
            ? new(new UInt128(0, ((ulong)Mapped << 32) | BinaryPrimitives.ReadUInt32BigEndian(socketAddress[4..])), port)
            : new(BinaryPrimitives.ReadUInt128BigEndian(socketAddress[8..]), port);
    }

    public static UdpPeer Of(IPAddress address, int port)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.MapToIPv6().TryWriteBytes(bytes, out _);
        return new(BinaryPrimitives.ReadUInt128BigEndian(bytes), (ushort)port);
    }

    public override string ToString() => new IPEndPoint(Ip, Port).ToString();
}
