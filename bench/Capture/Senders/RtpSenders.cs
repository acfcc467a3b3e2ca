using System.Globalization;
using OrleansFrames.Bench.Capture.Cameras;

namespace OrleansFrames.Bench.Capture.Senders;

/// <summary>
/// Any number of participants that a media server forwards over plain RTP, on one thread of the bench's own process: outside of what is measured.
/// Each makes key frames when it is asked only.
/// </summary>
internal sealed class RtpSenders : ICameras
{
    private const double PicturesPerSecond = 30;
    private const int MostBehind = 15;
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(8);

    private readonly IReadOnlyList<RtpTrack> _tracks;
    private readonly CancellationTokenSource _stopping = new();
    private readonly long[] _sent;
    private Task _running = Task.CompletedTask;
    private TimeSpan _marked;
    private long _requestsBefore;
    private long _ownKeysBefore;
    private TimeSpan _now;

    private RtpSenders(IReadOnlyList<RtpTrack> tracks) => (_tracks, _sent) = (tracks, new long[tracks.Count]);

    /// <summary>Key frames asked for since <see cref="Mark"/>, of all tracks.</summary>
    public long Requests => _tracks.Sum(track => track.Requests) - _requestsBefore;

    /// <summary>Key frames sent unasked since <see cref="Mark"/>: the clip's groups of pictures should be longer than an interval.</summary>
    public long OwnKeys => _tracks.Sum(track => track.OwnKeys) - _ownKeysBefore;

    /// <summary>For a row's figures: requests a minute of one track, and key frames that came without.</summary>
    public IReadOnlyList<(string Name, string Value)> Figures =>
    [
        ("pli_minute", (Requests / _tracks.Count / Math.Max(1e-3, (_now - _marked).TotalMinutes)).ToString("0.0", CultureInfo.InvariantCulture)),
        ("own_keys", $"{OwnKeys}"),
    ];

    /// <summary>Reads the clip, opens the ports, begins to send to each track whose receiver has shown itself.</summary>
    /// <param name="clip">A file with H.264 at 30 pictures a second, with some groups of pictures that are longer than the interval.</param>
    public static async Task<RtpSenders> StartAsync(string clip, int tracks, CancellationToken cancellationToken)
    {
        var packets = await RtpClip.ReadAsync(clip, cancellationToken);
        RtpSenders senders = new([.. Enumerable.Range(0, tracks).Select(number => new RtpTrack(packets, number))]);
        senders._running = Task.Run(() => senders.RunAsync(senders._stopping.Token), CancellationToken.None);
        return senders;
    }

    /// <summary>The track that a participant publishes, as <c>PUT participants</c> takes it.</summary>
    public object Track(int number) => new
    {
        track_type = "TRACK_TYPE_VIDEO",
        rtp = new { address = "127.0.0.1", port = _tracks[number].Port, payload_type = RtpClip.PayloadType, codec = "H264" },
    };

    /// <summary>Begins to count anew: what is measured begins here.</summary>
    public void Mark()
    {
        (_requestsBefore, _ownKeysBefore) = (_tracks.Sum(track => track.Requests), _tracks.Sum(track => track.OwnKeys));
        _marked = _now;
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var track in _tracks)
        {
            track.Dispose();
        }

        _stopping.Dispose();
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        var time = TimeProvider.System;
        var start = time.GetTimestamp();
        using PeriodicTimer timer = new(Step, time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            _now = time.GetElapsedTime(start);
            for (var number = 0; number < _tracks.Count; number++)
            {
                Turn(number);
            }
        }
    }

    private void Turn(int number)
    {
        // Each a little later than the one before, so that not all send at once.
        var due = (long)((_now.TotalSeconds * PicturesPerSecond) - ((double)number / _tracks.Count));
        if (due <= _sent[number])
        {
            return;
        }

        var track = _tracks[number];
        track.Hear();
        _sent[number] = Math.Max(_sent[number], due - MostBehind);
        for (; _sent[number] < due; _sent[number]++)
        {
            if (track.HasReceiver)
            {
                track.Send(_sent[number] / PicturesPerSecond);
            }
        }
    }
}
