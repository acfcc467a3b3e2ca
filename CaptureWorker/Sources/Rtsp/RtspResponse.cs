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

    /// <summary>The numbers of a parameter such as <c>server_port=6970-6971</c>; none when it is not there or holds anything else.</summary>
    public static int[] Numbers(string? header, string name) => Parameter(header, name)?.Split('-') is { } words
        && words.Select(word => int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value <= ushort.MaxValue ? value : -1)
            .ToArray() is var numbers && !numbers.Contains(-1)
                ? numbers
                : [];
}
