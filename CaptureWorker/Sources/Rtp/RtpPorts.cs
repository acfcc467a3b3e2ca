using System.Globalization;
using System.Net;

namespace OrleansFrames.CaptureWorker.Sources.Rtp;

/// <summary>Where this machine may listen for media.</summary>
/// <param name="Address">The address to listen at.</param>
/// <param name="First">The lowest port.</param>
/// <param name="Last">The highest port.</param>
internal sealed record RtpPorts(IPAddress Address, int First, int Last)
{
    /// <summary>Any port that needs no rights, for media servers on this machine.</summary>
    public static RtpPorts Default { get; } = new(IPAddress.Loopback, 1024, ushort.MaxValue);

    /// <summary>A range such as <c>20000-20999</c>.</summary>
    public static bool TryParse(string text, out int first, out int last)
    {
        (first, last) = (0, 0);
        return text.Split('-') is [var low, var high]
            && ushort.TryParse(low, NumberStyles.None, CultureInfo.InvariantCulture, out var lowest)
            && ushort.TryParse(high, NumberStyles.None, CultureInfo.InvariantCulture, out var highest)
            && (first = lowest) > 0 && (last = highest) >= first;
    }

    public bool Contains(int port) => port >= First && port <= Last;
}
