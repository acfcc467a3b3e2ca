using OrleansFrames.Apps;

namespace OrleansFrames.Capture;

/// <summary>Takes user and password out of a source's URL, and puts them back on its way to a capture worker.</summary>
public static class SourceSecrets
{
    /// <summary>The source with its user information sealed.</summary>
    public static TrackSource Sealed(this TrackSource source, ISecretBox secrets, string app)
    {
        var (start, end) = Authority(source.Url);
        var at = end < 0 ? -1 : source.Url.LastIndexOf('@', end - 1, end - start);
        return at < 0
            ? source
            : source with { Url = source.Url[..start] + source.Url[(at + 1)..], SealedUserInfo = secrets.Seal(app, source.Url[start..at]) };
    }

    /// <summary>The source as a worker needs it, user and password in its URL.</summary>
    public static TrackSource Opened(this TrackSource source, ISecretBox secrets, string app)
        => source.SealedUserInfo is { } userInfo
            ? source with { Url = source.Url.Insert(Authority(source.Url).Start, secrets.Open(app, userInfo) + "@"), SealedUserInfo = null }
            : source;

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
