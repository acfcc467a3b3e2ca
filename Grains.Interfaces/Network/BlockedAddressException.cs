using System.Net;

namespace OrleansFrames.Network;

/// <summary>A host leads to an address that the address rule refuses; the message names the address and the setting that would allow it.</summary>
/// <param name="canBeAllowed">False for addresses that no setting allows: link-local, metadata, multicast.</param>
public sealed class BlockedAddressException(string host, IPAddress address, bool canBeAllowed = true)
    : IOException($"'{host}' leads to {address}, which the address rule refuses; " + (canBeAllowed
        ? "add its network to the setting Network:Allow to permit it"
        : "link-local, metadata and multicast addresses are refused whatever Network:Allow says"))
{
    public IPAddress Address => address;
}
