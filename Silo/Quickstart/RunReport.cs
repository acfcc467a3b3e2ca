using System.Globalization;
using System.Runtime.CompilerServices;
using OrleansFrames.Capture;
using OrleansFrames.Ledger;
using OrleansFrames.Silo.Hosting;

namespace OrleansFrames.Silo.Quickstart;

/// <summary>Tells what a recording yields: a line for each picture and for each change of a track's state. What the call had before is no news.</summary>
/// <param name="since">Ticks due and events made from then on are told.</param>
internal sealed class RunReport(IGrainFactory grains, string app, string cid, DateTimeOffset since, Terminal terminal)
{
    private const int PageSize = 200;

    private readonly Dictionary<string, string> _states = [];
    private readonly Dictionary<TrackRef, long> _printed = [];
    private long _lastEvent;
    private int _events;

    /// <summary>Prints what is new since the last time.</summary>
    public async Task PrintNewsAsync(CancellationToken cancellationToken)
    {
        await PrintStatesAsync(cancellationToken);
        List<TickView> news = [];
        await foreach (var page in PagesAsync(capturedOnly: true, cancellationToken))
        {
            var fresh = page.Where(view => view.Row.Tick > _printed.GetValueOrDefault(Track(view.Row), -1)).ToList();
            news.AddRange(fresh);
            if (fresh.Count < page.Count)
            {
                break;
            }
        }

        foreach (var (row, url) in news.OrderBy(view => view.Row.DueAt))
        {
            _printed[Track(row)] = row.Tick;
            terminal.Say(string.Create(
                CultureInfo.InvariantCulture,
                $"{row.CapturedAt:HH:mm:ss.fff} {row.UserId} {row.TrackType.SpokenName()} {row.Width}x{row.Height} {row.Bytes / 1024} KB {url}"));
        }
    }

    /// <summary>How many events the call has made.</summary>
    public async Task<int> EventsAsync(CancellationToken cancellationToken)
    {
        while (await grains.GetLedgerReader().EventsAsync(app, _lastEvent, 1000, cancellationToken) is { Count: > 0 } page)
        {
            _events += page.Count(row => row.CallCid == cid && row.CreatedAt >= since);
            _lastEvent = page[^1].Seq;
        }

        return _events;
    }

    /// <summary>What has become of all ticks by now.</summary>
    public async Task<RunTotals> TotalsAsync(CancellationToken cancellationToken)
    {
        RunTotals totals = new();
        await foreach (var page in PagesAsync(capturedOnly: false, cancellationToken))
        {
            page.ForEach(view => totals.Add(view.Row));
        }

        return totals;
    }

    private static TrackRef Track(TickRow row) => new(row.EgressId, row.TrackKey);

    private async Task PrintStatesAsync(CancellationToken cancellationToken)
    {
        var latest = await grains.GetLedgerReader().TicksAsync(new(app, cid, LatestOnly: true, Limit: 1000), cancellationToken);
        var rows = (latest.Value?.Rows ?? []).Select(view => view.Row).Where(row => row.DueAt >= since);
        foreach (var row in rows.GroupBy(row => row.TrackKey).Select(track => track.MaxBy(row => row.DueAt)!).OrderBy(row => row.DueAt))
        {
            var state = OutcomeNames.Spoken(row.Outcome, row.Reason);
            if (_states.TryGetValue(row.TrackKey, out var before) && before == state)
            {
                continue;
            }

            _states[row.TrackKey] = state;
            var advice = row.Detail is { } detail ? $"; {detail}" : "";
            terminal.Say(string.Create(
                CultureInfo.InvariantCulture, $"{row.UserId} {row.TrackType.SpokenName()}: {state} since {row.DueAt:HH:mm:ss}{advice}"));
        }
    }

    /// <summary>The call's ticks, newest first, as far back as they are news.</summary>
    private async IAsyncEnumerable<List<TickView>> PagesAsync(
        bool capturedOnly, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (string? next = null; ;)
        {
            TickQuery query = new(app, cid, CapturedOnly: capturedOnly, Limit: PageSize, Next: next);
            var page = (await grains.GetLedgerReader().TicksAsync(query, cancellationToken)).Value;
            List<TickView> rows = [.. (page?.Rows ?? []).Where(view => view.Row.DueAt >= since)];
            if (rows.Count > 0)
            {
                yield return rows;
            }

            next = page?.Next;
            if (next is null || rows.Count < page!.Rows.Count)
            {
                yield break;
            }
        }
    }
}
