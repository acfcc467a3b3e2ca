using System.Net;
using OrleansFrames.Capture;
using OrleansFrames.Network;

namespace OrleansFrames.CaptureWorker.Sources;

/// <summary>
/// Where the media of one source may be fetched: at its own host and port as the address rule says; anywhere else, as told by a redirect, a
/// playlist or the like, only where that is public. A source must not be able to make this machine look around in its own network.
/// </summary>
/// <param name="originHost">Host name or address of the source's own URL, without brackets.</param>
internal sealed class OriginRule(string originHost, int originPort, AddressRule rule)
{
    private static readonly AddressRule Public = new([], allowPrivate: false);

    public bool IsOrigin(string host, int port) => port == originPort && string.Equals(host, originHost, StringComparison.OrdinalIgnoreCase);

    /// <summary>Checks a URL's scheme before it is asked for.</summary>
    /// <exception cref="SourceException">It is none that a source of this kind may lead to.</exception>
    public static void CheckScheme(string scheme, params ReadOnlySpan<string> followed)
    {
        if (!followed.Contains(scheme))
        {
            throw new SourceException(
                FailureReason.BlockedAddress,
                $"the source leads to {scheme}: addresses, and only {string.Join(" and ", followed!)} ones are followed from a source");
        }
    }

    /// <summary>The addresses to connect to.</summary>
    /// <exception cref="BlockedAddressException">The source itself lies where nothing may.</exception>
    /// <exception cref="SourceException">The source leads where it may not.</exception>
    public async Task<IPAddress[]> ResolveAsync(string host, int port, CancellationToken cancellationToken)
    {
        if (IsOrigin(host, port))
        {
            return await rule.ResolveAsync(host, cancellationToken);
        }

        try
        {
            return await Public.ResolveAsync(host, cancellationToken);
        }
        catch (BlockedAddressException blocked)
        {
            throw new SourceException(
                FailureReason.BlockedAddress,
                $"the source leads to {host}:{port} ({blocked.Address}), which is neither its own host and port nor public; the setting Network:Allow is for sources themselves, not for addresses they tell");
        }
    }
}
