using System.Net;

namespace OrleansFrames.Network;

/// <summary>A host leads to an address that the address rule refuses; the message names the address and the setting that would allow it.</summary>
public sealed class BlockedAddressException(string host, IPAddress address)
    : IOException($"'{host}' leads to {address}, which the address rule refuses; add its network to the setting Network:Allow to permit it")
{
    public IPAddress Address => address;
}
