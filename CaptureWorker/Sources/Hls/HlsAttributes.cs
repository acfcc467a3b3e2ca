using System.Globalization;
using System.Text.RegularExpressions;

namespace OrleansFrames.CaptureWorker.Sources.Hls;

/// <summary>An attribute list of a playlist's tag (RFC 8216, 4.2).</summary>
internal sealed partial class HlsAttributes
{
    private readonly Dictionary<string, string> _values = [];

    public HlsAttributes(string list)
    {
        foreach (Match attribute in Attribute().Matches(list))
        {
            _values[attribute.Groups[1].Value] = attribute.Groups[2].Value.Trim('"');
        }
    }

    public string? this[string name] => _values.GetValueOrDefault(name);

    /// <summary>A number of pixels by a number of pixels; zeros when there is none.</summary>
    public (int Width, int Height) Resolution()
    {
        var sides = (this["RESOLUTION"] ?? "").Split('x');
        return sides.Length == 2 && Side(sides[0]) is var width and > 0 && Side(sides[1]) is var height and > 0 ? (width, height) : (0, 0);
    }

    /// <summary>A hexadecimal sequence of 16 bytes; null when there is none.</summary>
    public byte[]? Vector()
    {
        var digits = this["IV"] is { } text && text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? text[2..] : null;
        return digits is not null && digits.Length <= 32 && digits.All(char.IsAsciiHexDigit) ? Convert.FromHexString(digits.PadLeft(32, '0')) : null;
    }

    private static int Side(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var side) ? side : 0;

    [GeneratedRegex("([A-Z0-9-]+)=(\"[^\"]*\"|[^,\"]*)", RegexOptions.CultureInvariant)]
    private static partial Regex Attribute();
}
