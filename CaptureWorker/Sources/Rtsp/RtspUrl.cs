using System.Globalization;
using OrleansFrames.Capture;

namespace OrleansFrames.CaptureWorker.Sources.Rtsp;

/// <summary>An rtsp URL taken apart by hand: cameras' passwords and paths hold characters that <see cref="Uri"/> refuses or rewrites.</summary>
/// <param name="Host">Host name or address, without brackets.</param>
/// <param name="Port">554, or 322 with TLS, when the URL has none.</param>
/// <param name="User">Percent-decoded; null without user information.</param>
/// <param name="Password">Percent-decoded; empty without one.</param>
/// <param name="Request">The URL without user information: what requests name.</param>
internal sealed record RtspUrl(string Host, int Port, string? User, string Password, string Request)
{
    private const string Plain = "rtsp";
    private const string Secure = "rtsps";
    private const int PlainPort = 554;
    private const int SecurePort = 322;

    /// <summary>RTSP in TLS.</summary>
    public bool IsSecure => Request.StartsWith(Secure, StringComparison.Ordinal);

    /// <exception cref="SourceException">It is no rtsp URL.</exception>
    public static RtspUrl Parse(string url)
    {
        var end = url.IndexOf("://", StringComparison.Ordinal);
        var scheme = end > 0 ? url[..end].ToLowerInvariant() : "";
        if (scheme is not (Plain or Secure))
        {
            throw Unsupported(end > 0 ? $"the scheme '{url[..end]}' is not supported; use rtsp://" : "the URL has no scheme; use rtsp://host/path");
        }

        if (url.AsSpan().ContainsAnyInRange('\0', ' '))
        {
            throw Unsupported("the URL holds a blank or a control character; percent-encode it");
        }

        var rest = url[(end + 3)..];
        var pathAt = rest.AsSpan().IndexOfAny('/', '?');
        var authority = pathAt < 0 ? rest : rest[..pathAt];
        var path = pathAt < 0 ? "/" : rest[pathAt..];
        var at = authority.LastIndexOf('@');
        var place = authority[(at + 1)..];
        var (host, port) = SplitPort(place, scheme == Secure ? SecurePort : PlainPort);
        var (user, password) = at < 0 ? (null, "") : SplitUser(authority[..at]);
        return new RtspUrl(host, port, user, password, $"{scheme}://{place}{path}");
    }

    /// <summary>Where a server says that this one is. The login goes along to the same place only, and not out of TLS.</summary>
    /// <param name="location">As the server wrote it.</param>
    /// <param name="origin">The URL that was given.</param>
    /// <exception cref="SourceException">It is none that a source may lead to.</exception>
    public RtspUrl Redirected(string location, RtspUrl origin)
    {
        if (location.StartsWith('/'))
        {
            location = Request[..Request.IndexOf('/', Request.IndexOf("://", StringComparison.Ordinal) + 3)] + location;
        }

        if (location.Split("://", 2) is [var scheme, _])
        {
            OriginRule.CheckScheme(scheme.ToLowerInvariant(), Plain, Secure);
        }

        var target = Parse(location);
        var isSamePlace = target.Port == origin.Port && target.Host.Equals(origin.Host, StringComparison.OrdinalIgnoreCase);
        return isSamePlace && (target.IsSecure || !origin.IsSecure) ? target with { User = origin.User, Password = origin.Password } : target;
    }

    private static (string Host, int Port) SplitPort(string place, int port)
    {
        var bracket = place.IndexOf(']', StringComparison.Ordinal);
        var colon = place.IndexOf(':', Math.Max(0, bracket));
        var host = (colon < 0 ? place : place[..colon]).Trim('[', ']');
        if (host.Length == 0 || (colon >= 0 && !TryPort(place[(colon + 1)..], out port)))
        {
            throw Unsupported("the URL names no host or a wrong port; use rtsp://host:port/path");
        }

        return (host, port);
    }

    private static bool TryPort(string text, out int port) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is > 0 and <= ushort.MaxValue;

    private static (string? User, string Password) SplitUser(string information)
    {
        var colon = information.IndexOf(':', StringComparison.Ordinal);
        return colon < 0
            ? (Uri.UnescapeDataString(information), "")
            : (Uri.UnescapeDataString(information[..colon]), Uri.UnescapeDataString(information[(colon + 1)..]));
    }

    private static SourceException Unsupported(string detail) => new(FailureReason.Unsupported, detail);
}
