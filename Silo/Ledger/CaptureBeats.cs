using System.Text.Json;
using OrleansFrames.Ledger;

namespace OrleansFrames.Silo.Ledger;

internal sealed class CaptureBeats(LedgerWriter writer, LedgerReaders readers) : ICaptureBeats
{
    public Task RegisterAsync(string egressId, IReadOnlyList<string> trackKeys, CancellationToken cancellationToken)
        => ChangeAsync("register_captures", egressId, trackKeys, cancellationToken);

    public Task RemoveAsync(string egressId, IReadOnlyList<string> trackKeys, CancellationToken cancellationToken)
        => ChangeAsync("remove_captures", egressId, trackKeys, cancellationToken);

    public async Task BeatAsync(string silo, IReadOnlyList<TrackRef> tracks, CancellationToken cancellationToken)
    {
        if (tracks.Count > 0)
        {
            var keys = JsonSerializer.Serialize(tracks.Select(track => new[] { track.EgressId, track.TrackKey }));
            await writer.RunAsync(batch => batch.Session.Execute("beat", ("silo", silo), ("tracks", keys)), cancellationToken);
        }
    }

    public Task<IReadOnlyList<StaleCapture>> StaleAsync(TimeSpan age, CancellationToken cancellationToken) => readers.ReadAsync<IReadOnlyList<StaleCapture>>(
        session =>
        [
            .. session.Query(
                    "stale_captures",
                    row => (App: row.GetString(0), CallCid: row.GetString(1), EgressId: row.GetString(2), TrackKey: row.GetString(3)),
                    ("age", LedgerValues.Of(age)))
                .GroupBy(row => (row.App, row.CallCid, row.EgressId), row => row.TrackKey)
                .Select(tracks => new StaleCapture(tracks.Key.App, tracks.Key.CallCid, tracks.Key.EgressId, [.. tracks])),
        ],
        cancellationToken);

    private async Task ChangeAsync(string query, string egressId, IReadOnlyList<string> trackKeys, CancellationToken cancellationToken)
    {
        if (trackKeys.Count > 0)
        {
            var keys = JsonSerializer.Serialize(trackKeys);
            await writer.RunAsync(batch => batch.Session.Execute(query, ("egress_id", egressId), ("track_keys", keys)), cancellationToken);
        }
    }
}
