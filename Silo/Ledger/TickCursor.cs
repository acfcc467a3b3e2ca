using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using OrleansFrames.Ledger;

namespace OrleansFrames.Silo.Ledger;

/// <summary>Where a page of ticks ended, in the order of pages: due time, recording, track, tick, all falling.</summary>
internal sealed record TickCursor(long DueAt, string EgressId, string TrackKey, long Tick)
{
    /// <summary>Before the newest tick.</summary>
    public static TickCursor Start { get; } = new(long.MaxValue, "", "", 0);

    public static TickCursor After(TickRow row) => new(LedgerValues.Of(row.DueAt), row.EgressId, row.TrackKey, row.Tick);

    public string Write(TickQuery query)
        => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(new object[] { Mark(query), DueAt, EgressId, TrackKey, Tick }));

    /// <exception cref="FormatException">It was not made by <see cref="Write"/> for the same query.</exception>
    public static TickCursor Read(TickQuery query)
    {
        if (query.Next is null)
        {
            return Start;
        }

        try
        {
            var parts = JsonSerializer.Deserialize<JsonElement[]>(Base64Url.DecodeFromChars(query.Next));
            if (parts is [var mark, var dueAt, var egressId, var trackKey, var tick] && mark.GetString() == Mark(query))
            {
                return new(dueAt.GetInt64(), Text(egressId), Text(trackKey), tick.GetInt64());
            }
        }
        catch (Exception foreign) when (foreign is FormatException or JsonException or InvalidOperationException)
        {
            throw Refuse(foreign);
        }

        throw Refuse(null);
    }

    private static string Text(JsonElement part) => part.GetString() ?? throw new FormatException();

    // A cursor goes on where it came from: in the pages of another call or filter it would skip rows without a word.
    private static string Mark(TickQuery query)
    {
        var filter = JsonSerializer.SerializeToUtf8Bytes(query with { Next = null, Limit = 0 });
        return Convert.ToHexStringLower(SHA256.HashData(filter).AsSpan(0, 6));
    }

    private static FormatException Refuse(Exception? cause) => new("The cursor is not one of this list.", cause);
}
