using OrleansFrames.Capture;

namespace OrleansFrames.CaptureWorker.Sources.Rtmp;

/// <summary>An RTMP URL taken apart: a host and port to connect to, an application and a stream to ask for.</summary>
/// <param name="Host">Host name or address, without brackets.</param>
/// <param name="Port">1935, or 443 with TLS, when the URL has none.</param>
/// <param name="IsSecure">RTMPS.</param>
/// <param name="Path">Application and stream, with what follows, without the first slash.</param>
/// <param name="Login">User and password as they are in the URL; null without.</param>
/// <param name="Application">The URL of the application, which the server is told, without user and password.</param>
internal sealed record RtmpUrl(string Host, int Port, bool IsSecure, string Path, string? Login, string Application)
{
    private const int PlainPort = 1935;
    private const int SecurePort = 443;

    /// <exception cref="SourceException">It names no host or no application.</exception>
    public static RtmpUrl Parse(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Host.Length == 0 || url.AbsolutePath.Trim('/').Length == 0)
        {
            throw new SourceException(FailureReason.Unsupported, "the URL names no host or no stream; use rtmp://host/application/stream");
        }

        var isSecure = url.Scheme == "rtmps";
        var port = url.Port > 0 ? url.Port : isSecure ? SecurePort : PlainPort;
        var path = url.PathAndQuery[1..];
        var host = url.HostNameType == UriHostNameType.IPv6 ? $"[{url.IdnHost}]" : url.IdnHost;
        return new RtmpUrl(
            url.IdnHost, port, isSecure, path, url.UserInfo.Length == 0 ? null : url.UserInfo, $"{url.Scheme}://{host}:{port}/{path.Split('/')[0]}");
    }
}
