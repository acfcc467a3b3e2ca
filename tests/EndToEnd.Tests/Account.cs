using OrleansFrames.Capture;
using OrleansFrames.EndToEnd.Tests.Hosts;

namespace OrleansFrames.EndToEnd.Tests;

/// <summary>Holds a recording's ticks against what was due, computed from start, interval and participants alone.</summary>
internal static class Account
{
    /// <summary>
    /// Each track has every tick from 0 on once, an interval of its segment apart, up to the end. Only where in the interval a track's ticks
    /// lie is taken from its first row.
    /// </summary>
    public static void IsComplete(Egress egress, IReadOnlyList<Tick> ticks, int participants)
    {
        var tracks = ticks.GroupBy(tick => tick.TrackKey).ToList();
        Assert.Equal(participants, tracks.Count);
        foreach (var track in tracks)
        {
            var rows = track.OrderBy(tick => tick.Number).ToList();
            var stagger = (rows[0].DueAt - egress.StartedAt) / TimeSpan.FromSeconds(egress.Segments[0].IntervalSeconds);
            Assert.InRange(stagger, 0, 1);
            var due = Enumerable.Range(0, int.MaxValue).TakeWhile(tick => DueAt(egress, tick, stagger) <= egress.EndedAt).Count();
            // A tick that fell due between the request to stop and the moment its capture heard of it may be there too.
            var late = rows.Count == due + 1 && rows[^1].DueAt - egress.EndedAt < TimeSpan.FromSeconds(1) ? 1 : 0;
            Assert.Equal(Enumerable.Range(0, due + late).Select(number => (long)number), rows.Select(tick => tick.Number));
            Assert.All(rows, tick => Assert.Equal(0, (tick.DueAt - DueAt(egress, tick.Number, stagger)).TotalSeconds, 3));
        }
    }

    /// <summary>What the receiver has is exactly what the ledger has captured, and each picture downloads with the hash that the event names.</summary>
    public static async Task IsDeliveredAsync(ApiClient api, HookReceiver receiver, Call call)
    {
        var ticks = await call.TicksAsync();
        var ready = receiver.ReadyOf(call);
        var captured = ticks.Where(tick => tick.Outcome == TickOutcome.Captured).Select(tick => tick.EventId!.Value).Order();
        Assert.Equal(captured, ready.Select(body => body.GetProperty("event_id").GetGuid()).Order());
        Assert.Empty(receiver.Refused);
        foreach (var body in ready)
        {
            var picture = await api.DownloadAsync(body.GetProperty("url").GetString()!);
            Assert.Equal(body.GetProperty("sha256").GetString(), Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(picture)));
        }
    }

    private static DateTimeOffset DueAt(Egress egress, long tick, double stagger)
    {
        var segment = egress.Segments.Last(candidate => candidate.FirstTick <= tick);
        return segment.StartsAt + (tick - segment.FirstTick + stagger) * TimeSpan.FromSeconds(segment.IntervalSeconds);
    }
}
