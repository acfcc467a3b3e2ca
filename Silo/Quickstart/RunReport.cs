using System.Globalization;
using OrleansFrames.Capture;

namespace OrleansFrames.Silo.Quickstart;

/// <summary>Tells on standard output what a recording yields: a line for each picture and for each change of a track's state.</summary>
internal sealed class RunReport(IGrainFactory grains, string app, string cid, TextWriter output)
{
    private readonly Dictionary<string, string> _states = [];
    private readonly Dictionary<string, long> _printed = [];

    /// <summary>Prints what is new since the last time.</summary>
    public async Task PrintNewsAsync(CancellationToken cancellationToken)
    {
        var reader = grains.GetLedgerReader();
        var latest = await reader.TicksAsync(new(app, cid, LatestOnly: true, Limit: 1000), cancellationToken);
        foreach (var (row, _) in latest.Value?.Rows ?? [])
        {
            var state = OutcomeNames.Spoken(row.Outcome, row.Reason);
            if (!_states.TryGetValue(row.TrackKey, out var before) || before != state)
            {
                _states[row.TrackKey] = state;
                var advice = row.Detail is { } detail ? $"; {detail}" : "";
                output.WriteLine(string.Create(
                    CultureInfo.InvariantCulture, $"{row.UserId} {row.TrackType.SpokenName()}: {state} since {row.DueAt:HH:mm:ss}{advice}"));
            }
        }

        var captured = await reader.TicksAsync(new(app, cid, CapturedOnly: true, Limit: 100), cancellationToken);
        foreach (var (row, url) in (captured.Value?.Rows ?? []).Reverse())
        {
            if (row.Tick > _printed.GetValueOrDefault(row.TrackKey, -1))
            {
                _printed[row.TrackKey] = row.Tick;
                output.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{row.CapturedAt:HH:mm:ss.fff} {row.UserId} {row.TrackType.SpokenName()} {row.Width}x{row.Height} {row.Bytes / 1024} KB {url}"));
            }
        }
    }

    public async Task<int> EventsAsync(CancellationToken cancellationToken)
    {
        var count = 0;
        for (var after = 0L; ;)
        {
            var page = await grains.GetLedgerReader().EventsAsync(app, after, 1000, cancellationToken);
            count += page.Count(row => row.CallCid == cid);
            if (page.Count == 0)
            {
                return count;
            }

            after = page[^1].Seq;
        }
    }

    /// <summary>How many ticks had which outcome, the most frequent first.</summary>
    public async Task<IReadOnlyList<(string Outcome, long Count)>> OutcomesAsync(CancellationToken cancellationToken)
    {
        var account = await grains.GetLedgerReader().AccountAsync(app, cid, cancellationToken);
        return [.. account.Outcomes.GroupBy(row => row.Outcome, row => row.Count)
            .Select(group => (group.Key, group.Sum()))
            .OrderByDescending(entry => entry.Item2)];
    }

    /// <summary>When the call's first picture was durable.</summary>
    public async Task<DateTimeOffset?> FirstFrameAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset? first = null;
        string? next = null;
        do
        {
            var page = (await grains.GetLedgerReader().TicksAsync(new(app, cid, CapturedOnly: true, Limit: 1000, Next: next), cancellationToken)).Value;
            first = page?.Rows.Select(view => view.Row.StoredAt).Append(first).Min();
            next = page?.Next;
        }
        while (next is not null);
        return first;
    }
}
