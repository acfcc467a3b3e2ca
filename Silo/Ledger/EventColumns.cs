using System.Data.Common;
using OrleansFrames.Ledger;

namespace OrleansFrames.Silo.Ledger;

/// <summary>An event as the script's <c>events</c> and <c>claimed</c> begin their rows.</summary>
internal static class EventColumns
{
    public static EventRow Read(DbDataReader row) => new(
        Guid.Parse(row.GetString(0)), row.GetString(1), row.GetInt64(2), row.GetString(3), row.GetString(4), row.Time(5), row.GetString(6));
}
