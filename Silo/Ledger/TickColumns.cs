using System.Data.Common;
using OrleansFrames.Capture;
using OrleansFrames.Ledger;

namespace OrleansFrames.Silo.Ledger;

/// <summary>A tick as a row: names and order are those of the script's <c>tick_columns</c>.</summary>
internal static class TickColumns
{
    public static (string Name, object? Value)[] Values(TickRow tick) =>
    [
        ("egress_id", tick.EgressId),
        ("track_key", tick.TrackKey),
        ("tick", tick.Tick),
        ("app", tick.App),
        ("call_cid", tick.CallCid),
        ("user_id", tick.UserId),
        ("user_session_id", tick.UserSessionId),
        ("track", tick.TrackType.WireName()),
        ("due_at", LedgerValues.Of(tick.DueAt)),
        ("outcome", LedgerValues.Of(tick.Outcome)),
        ("reason", LedgerValues.Of(tick.Reason)),
        ("detail", tick.Detail),
        ("provisional", LedgerValues.Of(tick.Provisional)),
        ("late", LedgerValues.Of(tick.Late)),
        ("mode", tick.Mode),
        ("clock", tick.Clock),
        ("captured_at", LedgerValues.Of(tick.CapturedAt)),
        ("stored_at", LedgerValues.Of(tick.StoredAt)),
        ("event_id", tick.EventId is { } id ? LedgerValues.Of(id) : null),
        ("object_key", tick.ObjectKey),
        ("bytes", (long?)tick.Bytes),
        ("width", (long?)tick.Width),
        ("height", (long?)tick.Height),
        ("sha256", tick.Sha256),
    ];

    public static TickRow Read(DbDataReader row) => new(
        row.GetString(0),
        row.GetString(1),
        row.GetInt64(2),
        row.GetString(3),
        row.GetString(4),
        row.GetString(5),
        row.GetString(6),
        Track(row.GetString(7)),
        row.Time(8),
        row.Enum<TickOutcome>(9))
    {
        Reason = row.MaybeEnum<FailureReason>(10),
        Detail = row.MaybeText(11),
        Provisional = row.Flag(12),
        Late = row.Flag(13),
        Mode = row.MaybeText(14),
        Clock = row.MaybeText(15),
        CapturedAt = row.MaybeTime(16),
        StoredAt = row.MaybeTime(17),
        EventId = row.MaybeId(18),
        ObjectKey = row.MaybeText(19),
        Bytes = row.MaybeInt(20),
        Width = row.MaybeInt(21),
        Height = row.MaybeInt(22),
        Sha256 = row.MaybeText(23),
    };

    public static TrackType Track(string name) => TrackTypes.TryParse(name, out var track)
        ? track
        : throw new FormatException($"The ledger holds a track of the unknown type {name}.");
}
