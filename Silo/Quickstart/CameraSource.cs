using System.Globalization;

namespace OrleansFrames.Silo.Quickstart;

/// <summary>A camera to record: the participant's name and where its video comes from.</summary>
internal sealed record CameraSource(string Name, string Url)
{
    private const int LongestId = 64;

    /// <summary>The name as an id: of the user, and of its session in the call.</summary>
    public string Id => string.Concat(Name.ToLowerInvariant().Select(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_' ? letter : '-'));

    /// <param name="text"><c>URL</c> or <c>NAME=URL</c>.</param>
    /// <param name="place">Which of the sources it is, from 1: nameless ones are cam1, cam2...</param>
    public static CameraSource Parse(string text, int place)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        var scheme = text.IndexOf("://", StringComparison.Ordinal);
        return equals > 0 && (scheme < 0 || equals < scheme)
            ? new(text[..equals].Trim(), text[(equals + 1)..].Trim())
            : new(string.Create(CultureInfo.InvariantCulture, $"cam{place}"), text.Trim());
    }

    public static IReadOnlyList<CameraSource> ParseAll(IEnumerable<string> texts) => [.. texts.Select((text, place) => Parse(text, place + 1))];

    /// <summary>Why these cameras cannot be recorded side by side; null when they can. The later of two with one id would take the place of the other.</summary>
    public static string? Clash(IReadOnlyList<CameraSource> sources)
    {
        if (sources.FirstOrDefault(source => source.Id.Length is 0 or > LongestId) is { } unnamed)
        {
            return $"the name '{unnamed.Name}' is not 1 to {LongestId} characters long";
        }

        return sources.GroupBy(source => source.Id).FirstOrDefault(same => same.Count() > 1) is { } clash
            ? $"the names {string.Join(" and ", clash.Select(source => $"'{source.Name}'"))} are the same participant, '{clash.Key}'"
            : null;
    }
}
