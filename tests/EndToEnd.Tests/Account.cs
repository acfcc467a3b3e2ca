using OrleansFrames.Capture;
using OrleansFrames.EndToEnd.Tests.Hosts;

namespace OrleansFrames.EndToEnd.Tests;

/// <summary>Holds a recording's ticks against what was due, computed from start, interval and participants alone.</summary>
internal static class Account
{
    /// <summary>
    /// Each track has every tick from 0 on once, an interval apart, up to the end. Only where in the interval a track's ticks lie is taken
    /// from its first row.
    /// </summary>
    public static void IsComplete(Egress egress, IReadOnlyList<Tick> ticks, int participants)
    {
        var segment = Assert.Single(egress.Segments);
        var interval = TimeSpan.FromSeconds(segment.IntervalSeconds);
        var tracks = ticks.GroupBy(tick => tick.TrackKey).ToList();
        Assert.Equal(participants, tracks.Count);
        foreach (var track in tracks)
        {
            var rows = track.OrderBy(tick => tick.Number).ToList();
            var stagger = rows[0].DueAt - egress.StartedAt;
            Assert.InRange(stagger, TimeSpan.Zero, interval);
            var due = 1 + (int)((egress.EndedAt!.Value - egress.StartedAt - stagger) / interval);
            // A tick that fell due between the request to stop and the moment its capture heard of it may be there too.
            var late = rows.Count == due + 1 && rows[^1].DueAt - egress.EndedAt < TimeSpan.FromSeconds(1) ? 1 : 0;
            Assert.Equal(Enumerable.Range(0, due + late).Select(number => (long)number), rows.Select(tick => tick.Number));
            Assert.All(rows, tick => Assert.Equal(0, (tick.DueAt - rows[0].DueAt - interval * tick.Number).TotalSeconds, 3));
        }
    }

    /// <summary>What the receiver has is exactly what the ledger has captured, and each picture downloads with the hash that the event names.</summary>
    public static async Task IsDeliveredAsync(ApiClient api, HookReceiver receiver, IReadOnlyList<Tick> ticks)
    {
        var captured = ticks.Where(tick => tick.Outcome == TickOutcome.Captured).Select(tick => tick.EventId!.Value).Order();
        Assert.Equal(captured, receiver.Ready.Select(body => body.GetProperty("event_id").GetGuid()).Order());
        Assert.Empty(receiver.Refused);
        foreach (var body in receiver.Ready)
        {
            var picture = await api.DownloadAsync(body.GetProperty("url").GetString()!);
            Assert.Equal(body.GetProperty("sha256").GetString(), Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(picture)));
        }
    }
}
