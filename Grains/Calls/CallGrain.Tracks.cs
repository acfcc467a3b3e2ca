using OrleansFrames.Capture;

namespace OrleansFrames.Calls;

/// <summary>The grains that capture a recording's tracks: told to start and to stop, and heard of when something changes.</summary>
internal sealed partial class CallGrain
{
    private const int FanOut = 32;

    private readonly Dictionary<string, CaptureSpec> _sent = [];
    private readonly Dictionary<string, FailureReason?> _blocked = [];
    private readonly Dictionary<string, DateTimeOffset> _unreachable = [];

    private readonly SemaphoreSlim _stops = new(FanOut);
    private readonly HashSet<string> _stopsUnderWay = [];
    private readonly List<LeavingTrack> _stopped = [];

    public async Task ReportAsync(TrackReport report)
    {
        if (_book?.Egress?.EgressId != report.EgressId || !_book.IsOn())
        {
            return;
        }

        Note(_blocked, report.TrackKey, report.Blocked, report.Reason);
        Note(_unreachable, report.TrackKey, report.UnreachableSince is not null, report.UnreachableSince.GetValueOrDefault());
        if (report.Running && _book.Egress.Status == EgressStatus.Starting)
        {
            await ChangeAsync(book => EgressMachine.Run(book!), CancellationToken.None);
        }

        await FailIfBlockedAsync(CancellationToken.None);
        Work();
    }

    private static void Note<T>(Dictionary<string, T> notes, string trackKey, bool holds, T value)
    {
        notes.Remove(trackKey);
        if (holds)
        {
            notes[trackKey] = value;
        }
    }

    /// <summary>
    /// A recording fails when all tracks of which pictures are wanted are blocked, be it that the last one is now, or that the last that was not has
    /// left or was muted.
    /// </summary>
    private async Task FailIfBlockedAsync(CancellationToken cancellationToken)
    {
        var tracks = CaptureSpecs.Of(_book!, App, Cid).Where(spec => !spec.Muted).ToList();
        if (tracks.Count > 0 && tracks.TrueForAll(spec => _blocked.ContainsKey(spec.TrackKey)))
        {
            var reason = _blocked[tracks[0].TrackKey];
            await ChangeAsync(book => book!.IsOn() ? EgressMachine.End(book!, App, Cid, clock.GetUtcNow(), reason) : book!, cancellationToken);
        }
    }

    /// <summary>
    /// Begins to end the capture of tracks that leave. Nothing waits for it but what must: an upload that hangs keeps no joiner waiting, only the same
    /// track's next publication and the end of the recording.
    /// </summary>
    private void StopLeaving()
    {
        foreach (var track in (_book!.Egress?.Leaving ?? []).DistinctBy(leaving => leaving.Spec.TrackKey))
        {
            if (_stopsUnderWay.Add(track.Spec.TrackKey))
            {
                _ = StopAsync(track);
            }
        }
    }

    private async Task StopAsync(LeavingTrack track)
    {
        try
        {
            await _stops.WaitAsync(_ending.Token);
            try
            {
                await GrainFactory.GetCapture(track.Spec.EgressId, track.Spec.TrackKey).StopAsync(track.Spec, track.Until, _ending.Token);
            }
            finally
            {
                _stops.Release();
            }

            _stopped.Add(track);
            Work();
        }
        catch (Exception error)
        {
            _stopsUnderWay.Remove(track.Spec.TrackKey);
            if (!_ending.IsCancellationRequested)
            {
                LogWork(log, error, Cid);
                WorkLater();
            }
        }
    }

    /// <summary>Tracks whose capture has ended have left.</summary>
    private async Task ForgetStoppedAsync(CancellationToken cancellationToken)
    {
        if (_stopped.Count == 0)
        {
            return;
        }

        LeavingTrack[] stopped = [.. _stopped];
        string[] keys = [.. stopped.Select(track => track.Spec.TrackKey)];
        await beats.RemoveAsync(stopped[0].Spec.EgressId, keys, cancellationToken);
        foreach (var key in keys)
        {
            _sent.Remove(key);
            _blocked.Remove(key);
            _unreachable.Remove(key);
        }

        await ChangeAsync(
            book => book! with { Egress = book!.Egress! with { Leaving = [.. book.Egress!.Leaving.Except(stopped)] } }, cancellationToken);
        _stopped.RemoveAll(stopped.Contains);
        _stopsUnderWay.ExceptWith(keys);
    }

    private async Task StartTracksAsync(CancellationToken cancellationToken)
    {
        // Looked up anew for each group: who left during the last one is not started.
        for (var group = Unsent(); group.Length > 0; group = Unsent())
        {
            // Noted first: a track that is revived while its spec is on its way must get it once more.
            foreach (var spec in group)
            {
                _sent[spec.TrackKey] = spec;
            }

            try
            {
                await beats.RegisterAsync(group[0].EgressId, [.. group.Select(spec => spec.TrackKey)], cancellationToken);
                await Task.WhenAll(group.Select(spec => GrainFactory.GetCapture(spec.EgressId, spec.TrackKey).StartAsync(spec, cancellationToken)));
            }
            catch
            {
                foreach (var spec in group)
                {
                    _sent.Remove(spec.TrackKey);
                }

                throw;
            }
        }
    }

    /// <summary>
    /// The next tracks whose spec is to be sent. Not before the ledger has the recording's row; not before the user, if it can be told, knows to be online,
    /// which its first picture shows; not before the track's last publication has been stopped.
    /// </summary>
    private CaptureSpec[] Unsent()
    {
        if (_book!.Egress is not { } egress || egress.EgressId != _saved?.EgressId)
        {
            return [];
        }

        HashSet<string> leaving = [.. egress.Leaving.Select(track => track.Spec.TrackKey)];
        HashSet<string> untold = [.. _usersAway ? [] : _book.Presences.Select(owed => owed.UserId)];
        return [.. CaptureSpecs.Of(_book, App, Cid)
            .Where(spec => !leaving.Contains(spec.TrackKey) && !untold.Contains(spec.UserId) && !IsSent(spec))
            .Take(FanOut)];
    }

    private bool IsSent(CaptureSpec spec) => _sent.TryGetValue(spec.TrackKey, out var sent) && CaptureSpecs.Same(sent, spec);
}
