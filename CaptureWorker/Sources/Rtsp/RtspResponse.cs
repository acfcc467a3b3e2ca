using System.Globalization;

namespace OrleansFrames.CaptureWorker.Sources.Rtsp;

/// <summary>An answer of an RTSP server.</summary>
internal sealed record RtspResponse(int Status, string Phrase, IReadOnlyList<KeyValuePair<string, string>> Headers, string Body)
{
    public string? this[string name] => All(name).FirstOrDefault();

    public int? Sequence => int.TryParse(this["CSeq"], NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;

    public IEnumerable<string> All(string name) =>
        Headers.Where(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(header => header.Value);

    /// <summary>The value of a parameter such as <c>timeout</c> in <c>Session: 12345;timeout=60</c>; null when it is not there.</summary>
    public static string? Parameter(string? header, string name) => header?
        .Split(';', StringSplitOptions.TrimEntries)
        .Where(part => part.StartsWith(name + "=", StringComparison.OrdinalIgnoreCase))
        .Select(part => part[(name.Length + 1)..].Trim('"'))
        .FirstOrDefault();
}
