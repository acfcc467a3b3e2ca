using OrleansFrames.Apps;

namespace OrleansFrames.Capture;

/// <summary>
/// Takes the secrets out of a source's URL, and puts them back on its way to a capture worker: user and password, and of an SRT URL all its
/// options, since passphrase and stream id are among them.
/// </summary>
public static class SourceSecrets
{
    private const string Srt = "srt://";

    /// <summary>The source with its secrets sealed.</summary>
    public static TrackSource Sealed(this TrackSource source, ISecretBox secrets, string app)
    {
        var (url, userInfo, options) = Split(source.Url);
        return userInfo.Length + options.Length == 0 ? source : source with { Url = url, SealedUserInfo = secrets.Seal(app, userInfo + options) };
    }

    /// <summary>The source as a worker needs it, its secrets in its URL.</summary>
    public static TrackSource Opened(this TrackSource source, ISecretBox secrets, string app)
    {
        if (source.SealedUserInfo is not { } sealedSecret)
        {
            return source;
        }

        var secret = secrets.Open(app, sealedSecret);
        var optionsAt = IsSrt(source.Url) ? secret.AsSpan().IndexOfAny("?#") : -1;
        var (userInfo, options) = optionsAt < 0 ? (secret, "") : (secret[..optionsAt], secret[optionsAt..]);
        var start = Authority(source.Url).Start;
        return source with { Url = userInfo.Length == 0 ? source.Url + options : source.Url.Insert(start, userInfo + "@") + options, SealedUserInfo = null };
    }

    private static (string Url, string UserInfo, string Options) Split(string url)
    {
        var optionsAt = IsSrt(url) ? url.AsSpan().IndexOfAny("?#") : -1;
        var (place, options) = optionsAt < 0 ? (url, "") : (url[..optionsAt], url[optionsAt..]);
        var (start, end) = Authority(place);

        // An address behind nothing but an @, as in udp://@:5004, is one to listen on.
        var at = end < 0 ? -1 : place.LastIndexOf('@', end - 1, end - start);
        return at <= start ? (place, "", options) : (place[..start] + place[(at + 1)..], place[start..at], options);
    }

    private static bool IsSrt(string url) => url.StartsWith(Srt, StringComparison.OrdinalIgnoreCase);

    private static (int Start, int End) Authority(string url)
    {
        var scheme = url.IndexOf("://", StringComparison.Ordinal);
        if (scheme < 0)
        {
            return (0, -1);
        }

        var end = url.AsSpan(scheme + 3).IndexOfAny("/?#");
        return (scheme + 3, end < 0 ? url.Length : scheme + 3 + end);
    }
}
