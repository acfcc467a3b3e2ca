using System.Net.Http.Headers;
using System.Text;
using OrleansFrames.Capture;

namespace OrleansFrames.CaptureWorker.Sources.Http;

/// <summary>An http or https URL, and the login that was in it.</summary>
internal sealed record HttpUrl(Uri Url, AuthenticationHeaderValue? Login)
{
    /// <exception cref="SourceException">It is no URL.</exception>
    public static HttpUrl Parse(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Host.Length == 0)
        {
            throw new SourceException(FailureReason.Unsupported, "the URL cannot be read; percent-encode what is neither letter nor digit in user and password");
        }

        return url.UserInfo.Length == 0
            ? new HttpUrl(url, null)
            : new HttpUrl(new UriBuilder(url) { UserName = "", Password = "" }.Uri, Basic(url.UserInfo));
    }

    private static AuthenticationHeaderValue Basic(string information)
    {
        var parts = information.Split(':', 2);
        var login = $"{Uri.UnescapeDataString(parts[0])}:{(parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : "")}";
        return new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(login)));
    }
}
