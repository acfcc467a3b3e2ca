using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using OrleansFrames.Ledger;
using OrleansFrames.Ledger.Queries;

namespace OrleansFrames.Silo.Ledger.Queries;

/// <summary>Where a page ended, and to which side the next one lies.</summary>
/// <param name="Place">Values of the columns that order the list.</param>
internal sealed record PageCursor(bool Backwards, IReadOnlyList<object> Place)
{
    /// <summary>Tells lists apart: in the pages of another filter or order a cursor would skip rows without a word.</summary>
    public static string Mark(params ReadOnlySpan<object?> list)
        => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(list.ToArray())).AsSpan(0, 8));

    /// <returns>Null for the first page.</returns>
    /// <exception cref="FormatException">It was not made for this list.</exception>
    public static PageCursor? Read(string? next, string? prev, string mark, IReadOnlyList<QueryFieldKind> kinds)
        => (next ?? prev) is { } text ? new(next is null, PlaceOf(text, mark, kinds)) : null;

    /// <summary>Cuts a page out of rows that were read, one more than the page may have where there are more.</summary>
    public static EntryPage<T> Page<T>(List<(T Row, object[] Place)> read, int limit, string mark, PageCursor? from)
    {
        var more = read.Count > limit;
        var rows = read[..Math.Min(limit, read.Count)];
        var backwards = from is { Backwards: true };
        if (backwards)
        {
            rows.Reverse();
        }

        var (after, before) = backwards ? (true, more) : (more, from is not null);
        return new(
            rows.ConvertAll(one => one.Row),
            after && rows.Count > 0 ? Write(mark, rows[^1].Place) : null,
            before && rows.Count > 0 ? Write(mark, rows[0].Place) : null);
    }

    private static string Write(string mark, object[] place) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes<object[]>([mark, .. place]));

    private static object[] PlaceOf(string text, string mark, IReadOnlyList<QueryFieldKind> kinds)
    {
        try
        {
            var parts = JsonSerializer.Deserialize<JsonElement[]>(Base64Url.DecodeFromChars(text));
            if (parts?.Length == kinds.Count + 1 && parts[0].GetString() == mark)
            {
                return [.. kinds.Select((kind, index) => kind == QueryFieldKind.Time ? (object)parts[index + 1].GetInt64() : Text(parts[index + 1]))];
            }
        }
        catch (Exception foreign) when (foreign is FormatException or JsonException or InvalidOperationException)
        {
            throw Refuse(foreign);
        }

        throw Refuse(null);
    }

    private static string Text(JsonElement part) => part.GetString() ?? throw new FormatException();

    private static FormatException Refuse(Exception? cause) => new("The cursor is not one of this list.", cause);
}
