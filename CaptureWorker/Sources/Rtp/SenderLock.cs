using System.Net;
using OrleansFrames.Network;

namespace OrleansFrames.CaptureWorker.Sources.Rtp;

/// <summary>Whose datagrams a stream takes: those of the address that was given, or of the first sender that the address rule allows.</summary>
/// <param name="only">The one address that may send; null for any that the rule allows.</param>
/// <param name="port">The one port of that address; null for any.</param>
internal sealed class SenderLock(AddressRule rule, TimeProvider time, IPAddress? only = null, int? port = null)
{
    // A sender that starts anew has another port; another sender must not break into a stream that flows.
    private static readonly TimeSpan Silence = TimeSpan.FromMilliseconds(500);

    private readonly UInt128? _only = only is null ? null : UdpPeer.Of(only, 0).Address;
    private UdpPeer _lastRefused;
    private long _heard;

    /// <summary>Who sends; null before the first packet.</summary>
    public UdpPeer? Peer { get; private set; }

    /// <summary>Datagrams of others.</summary>
    public long Refused { get; private set; }

    /// <summary>The newest sender whose address the rule forbids; null while there was none.</summary>
    public IPAddress? Blocked { get; private set; }

    /// <summary>Whether a packet that looks like one of the stream is taken.</summary>
    public bool Takes(in UdpPeer sender, Moment arrival)
    {
        if (Peer != sender && !TakesOver(sender, arrival))
        {
            Refused++;
            return false;
        }

        (Peer, _heard) = (sender, arrival.Timestamp);
        return true;
    }

    /// <summary>Whether a control packet is taken: it may come from another port than the media.</summary>
    public bool TakesControl(in UdpPeer sender) => Peer is { } peer ? peer.Address == sender.Address : IsAllowed(sender);

    private bool TakesOver(in UdpPeer sender, Moment arrival) => Peer is { } peer
        ? peer.Address == sender.Address && time.GetElapsedTime(_heard, arrival.Timestamp) >= Silence && IsAllowed(sender)
        : IsAllowed(sender);

    private bool IsAllowed(in UdpPeer sender)
    {
        if (sender == _lastRefused || (_only is { } address && address != sender.Address) || (port is { } number && number != sender.Port))
        {
            return false;
        }

        if (_only is null && !rule.Allows(sender.Ip))
        {
            (_lastRefused, Blocked) = (sender, sender.Ip);
            return false;
        }

        return true;
    }
}
