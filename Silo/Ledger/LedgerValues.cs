using System.Data.Common;
using System.Text.Json;

namespace OrleansFrames.Silo.Ledger;

/// <summary>How values are kept: times as unix nanoseconds, ids as text, enums in snake_case.</summary>
internal static class LedgerValues
{
    public static long Of(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).Ticks * 100;

    public static object? Of(DateTimeOffset? time) => time is { } at ? Of(at) : null;

    public static long Of(TimeSpan span) => span.Ticks * 100;

    public static long Of(bool value) => value ? 1 : 0;

    public static string Of(Guid id) => id.ToString("D");

    public static string Of<T>(T value)
        where T : struct, Enum => Names<T>.ToText[value];

    public static string? Of<T>(T? value)
        where T : struct, Enum => value is { } given ? Of(given) : null;

    public static DateTimeOffset Time(this DbDataReader row, int column) => DateTimeOffset.UnixEpoch.AddTicks(row.GetInt64(column) / 100);

    public static DateTimeOffset? MaybeTime(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.Time(column);

    public static string? MaybeText(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    public static int? MaybeInt(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt32(column);

    public static Guid? MaybeId(this DbDataReader row, int column) => row.IsDBNull(column) ? null : Guid.Parse(row.GetString(column));

    public static bool Flag(this DbDataReader row, int column) => row.GetInt64(column) != 0;

    public static T Enum<T>(this DbDataReader row, int column)
        where T : struct, Enum => Names<T>.FromText[row.GetString(column)];

    public static T? MaybeEnum<T>(this DbDataReader row, int column)
        where T : struct, Enum => row.IsDBNull(column) ? null : row.Enum<T>(column);

    private static class Names<T>
        where T : struct, Enum
    {
        public static readonly Dictionary<T, string> ToText =
            System.Enum.GetValues<T>().ToDictionary(value => value, value => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()));

        public static readonly Dictionary<string, T> FromText = ToText.ToDictionary(pair => pair.Value, pair => pair.Key);
    }
}
