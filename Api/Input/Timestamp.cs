using System.Globalization;
using System.Text.RegularExpressions;

namespace OrleansFrames.Api.Input;

/// <summary>The two spellings of a time in requests: RFC 3339 with any offset and up to nine digits of fraction, or unix nanoseconds.</summary>
internal static partial class Timestamp
{
    // What 64 bits of nanoseconds can say: a time beyond could not be answered.
    private static readonly DateTimeOffset Earliest = new(1678, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Latest = new(2262, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static DateTimeOffset FromNanoseconds(long nanoseconds) => DateTimeOffset.UnixEpoch.AddTicks(nanoseconds / 100);

    public static bool TryParse(string text, out DateTimeOffset time)
    {
        time = default;
        // .NET's parser alone would also take "tomorrow-like" texts of other cultures' forms and no more than seven digits of fraction.
        return Form().Match(text) is { Success: true } match
            && DateTimeOffset.TryParse(
                $"{match.Groups["whole"]}{Fraction(match)}{match.Groups["offset"]}",
                CultureInfo.InvariantCulture,
                DateTimeStyles.AdjustToUniversal,
                out time)
            && time >= Earliest && time < Latest;
    }

    private static string Fraction(Match match)
        => match.Groups["fraction"] is { Success: true, Value: var digits } ? $".{(digits.Length > 7 ? digits[..7] : digits)}" : "";

    [GeneratedRegex(@"^(?<whole>\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d)(\.(?<fraction>\d{1,9}))?(?<offset>[Zz]|[+-]\d\d:\d\d)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
