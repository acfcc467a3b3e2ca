using System.Globalization;

namespace OrleansFrames.Silo.Quickstart;

/// <summary>A camera to record: the participant's name and where its video comes from.</summary>
internal sealed record CameraSource(string Name, string Url)
{
    /// <summary>The name as an id.</summary>
    public string Id => string.Concat(Name.ToLowerInvariant().Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-'));

    /// <param name="text"><c>URL</c> or <c>NAME=URL</c>.</param>
    /// <param name="place">Which of the sources it is, from 1: nameless ones are cam1, cam2...</param>
    public static CameraSource Parse(string text, int place)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        var scheme = text.IndexOf("://", StringComparison.Ordinal);
        return equals > 0 && (scheme < 0 || equals < scheme)
            ? new(text[..equals], text[(equals + 1)..])
            : new(string.Create(CultureInfo.InvariantCulture, $"cam{place}"), text);
    }
}
