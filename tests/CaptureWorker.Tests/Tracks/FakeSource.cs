using System.Threading.Channels;
using OrleansFrames.CaptureWorker.Sources;
using OrleansFrames.CaptureWorker.Sources.Codecs.H264;
using OrleansFrames.CaptureWorker.Tests.Cameras;
using OrleansFrames.CaptureWorker.Tests.Pictures;
using OrleansFrames.CaptureWorker.Tracks;

namespace OrleansFrames.CaptureWorker.Tests.Tracks;

/// <summary>A source whose every move the test makes.</summary>
internal sealed class FakeSource
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Channel<Attempt> _attempts = Channel.CreateUnbounded<Attempt>();

    private readonly SourceDemand _demand = new("rtsp://x/");

    /// <summary>As a source that may be left between two captures.</summary>
    public TimeSpan? ReconnectFrom
    {
        set => _demand.ReconnectFrom = value;
    }

    public Track NewTrack(TrackOptions options) => new(_demand, PlayAsync, Native.Pool, options, TimeProvider.System);

    private async Task<SourceFault> PlayAsync(SourceDemand demand, IMediaSink sink, CancellationToken cancellationToken)
    {
        var attempt = new Attempt(sink, cancellationToken);
        _attempts.Writer.TryWrite(attempt);
        return await attempt.Ended.WaitAsync(cancellationToken);
    }

    /// <summary>The track's next attempt to connect.</summary>
    public async Task<Attempt> NextAttemptAsync()
    {
        using var patience = new CancellationTokenSource(Patience, TimeProvider.System);
        return await _attempts.Reader.ReadAsync(patience.Token);
    }

    internal sealed class Attempt(IMediaSink sink, CancellationToken cancellationToken)
    {
        /// <summary>Nobody wants the attempt any more.</summary>
        public Task Left { get; } = Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken).ContinueWith(_ => { }, TaskScheduler.Default);

        private readonly TaskCompletionSource<SourceFault> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<SourceFault> Ended => _ended.Task;

        public void Play() => sink.Playing();

        public void Fail(SourceFault fault) => _ended.SetResult(fault);

        public void SendUndecodable() => sink.AddUndecodable(Moment.Now(TimeProvider.System));

        /// <summary>Sends a picture of a clip that came so long ago.</summary>
        public void Send(Clip clip, int index, TimeSpan age = default) => Send(clip, index, age, Stills.AnnexB(clip.Pictures[index]));

        /// <summary>Sends a picture whose second half is something else.</summary>
        public void SendDamaged(Clip clip, int index, TimeSpan age)
        {
            var bytes = Stills.AnnexB(clip.Pictures[index]);
            bytes.AsSpan(bytes.Length / 2).Fill(0xa5);
            Send(clip, index, age, bytes);
        }

        private void Send(Clip clip, int index, TimeSpan age, byte[] bytes)
        {
            var time = TimeProvider.System;
            var picture = clip.Pictures[index];
            sink.Add(new AccessUnit
            {
                Bytes = bytes,
                IsKey = Clip.IsKey(picture),
                IsReference = picture.Any(nal => Clip.Type(nal) is 1 or 5 && (nal[0] & 0x60) != 0),
                Arrival = new Moment(time.GetTimestamp() - (long)(age.TotalSeconds * time.TimestampFrequency), time.GetUtcNow() - age),
                Format = SequenceParameterSet.Parse(clip.SequenceSet)!,
            });
        }
    }
}
