using OrleansFrames.Capture;
using OrleansFrames.CaptureWorker.Sources;
using OrleansFrames.CaptureWorker.Tests.Cameras;
using OrleansFrames.CaptureWorker.Tracks;

namespace OrleansFrames.CaptureWorker.Tests.Tracks;

public sealed class TrackTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Impatience = TimeSpan.FromMilliseconds(150);

    private readonly FakeSource _source = new();
    private readonly Clip _clip = Clip.Moving();
    private readonly Track _track;

    public TrackTests() => _track = _source.NewTrack(new TrackOptions
    {
        FirstPause = TimeSpan.FromMilliseconds(10),
        LongestPause = TimeSpan.FromMilliseconds(20),
        GroupLimit = 64 * 1024,
        Reserve = new MemoryReserve(0, 0),
    });

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _track.DisposeAsync();

    [Fact]
    public async Task ANewKeyFrame_IsTakenAlone()
    {
        var camera = await ConnectAsync();
        camera.Send(_clip, 0);
        camera.Send(_clip, 1);

        var result = await GrabAsync();

        Assert.Equal((TickOutcome.Captured, "key", "arrival"), (result.Outcome, result.Picture!.Mode, result.Picture.Clock));
    }

    [Fact]
    public async Task CapturedAt_IsTheArrivalOfThePicture()
    {
        var camera = await ConnectAsync();
        var before = TimeProvider.System.GetUtcNow();
        camera.Send(_clip, 0, age: TimeSpan.FromSeconds(1));

        var capturedAt = (await GrabAsync()).Picture!.CapturedAt;

        Assert.InRange(capturedAt - before, TimeSpan.FromSeconds(-1), TimeSpan.FromSeconds(-0.5));
    }

    [Fact]
    public async Task AfterItsKeyFrame_TheNewestPictureIsDecodedForward()
    {
        var camera = await ConnectAsync();
        camera.Send(_clip, 0);
        var first = await GrabAsync();
        Enumerable.Range(1, 5).ToList().ForEach(index => camera.Send(_clip, index));

        var second = await GrabAsync();

        Assert.Equal((TickOutcome.Captured, "forward"), (second.Outcome, second.Picture!.Mode));
        Assert.False(first.Picture!.Bytes.Span.SequenceEqual(second.Picture.Bytes.Span));
    }

    [Fact]
    public async Task AKeyFrameOlderThanTheTickNeeds_GivesWayToTheNewestPicture()
    {
        var camera = await ConnectAsync();
        camera.Send(_clip, 0, age: TimeSpan.FromSeconds(12));
        camera.Send(_clip, 1);

        Assert.Equal("forward", (await GrabAsync(interval: TimeSpan.FromSeconds(20))).Picture!.Mode);
    }

    [Fact]
    public async Task WithNothingNew_TheTickIsFrozen()
    {
        var camera = await ConnectAsync();
        camera.Send(_clip, 0);
        camera.Send(_clip, 1);
        Assert.Equal(TickOutcome.Captured, (await GrabAsync()).Outcome);
        Assert.Equal(TickOutcome.Captured, (await GrabAsync()).Outcome);

        Assert.Equal(TickOutcome.Frozen, (await GrabAsync()).Outcome);
        camera.Send(_clip, 2);
        Assert.Equal(TickOutcome.Captured, (await GrabAsync()).Outcome);
    }

    [Fact]
    public async Task ThePictures_OfAMovingSource_AreNeverTheSame()
    {
        var camera = await ConnectAsync();
        var seen = new HashSet<string>();
        for (var index = 0; index < _clip.Pictures.Count; index++)
        {
            camera.Send(_clip, index);
            var result = await GrabAsync();

            Assert.Equal(TickOutcome.Captured, result.Outcome);
            Assert.True(seen.Add(Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(result.Picture!.Bytes.Span))), $"picture {index} was sent twice");
        }
    }

    [Fact]
    public async Task PicturesShownBeforeTheLastOne_AreNotSentAfterIt()
    {
        var clip = Clip.Make("testsrc2=s=320x240:r=10", "-frames:v 9 -g 30 -bf 2 -x264opts b-adapt=0:b-pyramid=none");
        var camera = await ConnectAsync();
        camera.Send(clip, 0);
        await GrabAsync();
        camera.Send(clip, 1);
        Assert.Equal(TickOutcome.Captured, (await GrabAsync()).Outcome);
        camera.Send(clip, 2);

        Assert.Equal(TickOutcome.Frozen, (await GrabAsync()).Outcome);
    }

    [Fact]
    public async Task ABlackPicture_IsBlank_AndThenFrozen()
    {
        var black = Clip.Make("color=c=black:s=320x240:r=5", "-frames:v 2");
        var camera = await ConnectAsync();
        camera.Send(black, 0);

        Assert.Equal(TickOutcome.Blank, (await GrabAsync()).Outcome);
        Assert.Equal(TickOutcome.Frozen, (await GrabAsync()).Outcome);
    }

    [Fact]
    public async Task AGrabBeforeTheFirstKeyFrame_WaitsForIt()
    {
        var grabbing = GrabAsync();
        var camera = await ConnectAsync();
        camera.SendUndecodable();
        Assert.False(grabbing.IsCompleted);

        camera.Send(_clip, 0);

        Assert.Equal(TickOutcome.Captured, (await grabbing).Outcome);
    }

    [Fact]
    public async Task MediaWithoutAKeyFrame_IsNoKeyframe()
    {
        var camera = await ConnectAsync();
        camera.SendUndecodable();

        Assert.Equal((TickOutcome.Failed, FailureReason.NoKeyframe), await OutcomeAsync(Impatience));
    }

    [Fact]
    public async Task ALoss_WaitsForTheNextKeyFrame()
    {
        var camera = await ConnectAsync();
        camera.Send(_clip, 0);
        await GrabAsync();
        camera.SendUndecodable();
        camera.Send(_clip, 2);

        Assert.Equal((TickOutcome.Failed, FailureReason.NoKeyframe), await OutcomeAsync(Impatience));
        camera.Send(_clip, 10);
        Assert.Equal((TickOutcome.Captured, null), await OutcomeAsync(Patience));
    }

    [Fact]
    public async Task AGroupAboveItsLimit_KeepsItsKeyFrame_AndThenIsOverload()
    {
        var large = Clip.Make("testsrc2=s=640x480:r=10,noise=alls=40:allf=t", "-frames:v 12 -g 30 -qp 20");
        var camera = await ConnectAsync();
        Enumerable.Range(0, 12).ToList().ForEach(index => camera.Send(large, index));

        Assert.Equal("key", (await GrabAsync()).Picture!.Mode);
        Assert.Equal((TickOutcome.Overload, null), await OutcomeAsync(Impatience));
    }

    [Fact]
    public async Task WhilePlayingWithoutAPicture_ThereIsNoVideo()
    {
        await ConnectAsync();

        Assert.Equal((TickOutcome.NoVideo, null), await OutcomeAsync(Impatience));
    }

    [Fact]
    public async Task WhileConnecting_TheTickTimesOut() =>
        Assert.Equal((TickOutcome.Failed, FailureReason.Timeout), await OutcomeAsync(Impatience));

    [Fact]
    public async Task AFault_AnswersAtOnce_AndTheNextAttemptMayWork()
    {
        var grabbing = OutcomeAsync(Patience);
        (await _source.NextAttemptAsync()).Fail(SourceFault.Failed(FailureReason.Auth, "no"));
        Assert.Equal((TickOutcome.Failed, FailureReason.Auth), await grabbing);

        var camera = await ConnectAsync();
        camera.Send(_clip, 0);

        Assert.Equal((TickOutcome.Captured, null), await OutcomeAsync(Patience));
    }

    [Fact]
    public async Task ATickDuringTheNextAttempt_WaitsForItsPicture()
    {
        var camera = await ConnectAsync();
        camera.Send(_clip, 0, age: TimeSpan.FromSeconds(20));
        await GrabAsync();
        camera.Fail(new SourceFault(TickOutcome.Failed, FailureReason.Refused, "closed", Ended: true));
        var again = await _source.NextAttemptAsync();
        var grabbing = OutcomeAsync(Patience);

        again.Play();
        again.Send(_clip, 10);

        Assert.Equal((TickOutcome.Captured, null), await grabbing);
    }

    [Fact]
    public async Task ASourceThatStaysSilentAfterReconnecting_IsStillStalled()
    {
        var camera = await ConnectAsync();
        camera.Send(_clip, 0, age: TimeSpan.FromSeconds(20));
        await GrabAsync();
        camera.Fail(SourceFault.Failed(FailureReason.Stalled, "stalled"));
        await ConnectAsync();

        Assert.Equal((TickOutcome.Failed, FailureReason.Stalled), await OutcomeAsync(Impatience));
    }

    [Fact]
    public async Task ADroppedTrack_AnswersItsGrab()
    {
        var grabbing = OutcomeAsync(Patience);
        await _source.NextAttemptAsync();

        await _track.DisposeAsync();

        Assert.Equal((TickOutcome.Failed, FailureReason.Timeout), await grabbing.WaitAsync(Patience));
    }

    [Fact]
    public async Task ARecordingThatIsOver_HasNoVideo_AndIsNotPlayedAgain()
    {
        var camera = await ConnectAsync();
        camera.Send(_clip, 0);
        await GrabAsync();
        camera.Fail(SourceFault.NoVideo("over") with { IsFinal = true });

        // Until the track has heard of its end, it is connected and shows nothing new.
        using CancellationTokenSource deadline = new(Patience);
        var outcome = await OutcomeAsync(Patience);
        while (outcome.Outcome == TickOutcome.Frozen)
        {
            deadline.Token.ThrowIfCancellationRequested();
            outcome = await OutcomeAsync(Patience);
        }

        Assert.Equal((TickOutcome.NoVideo, null), outcome);
        await Assert.ThrowsAsync<TimeoutException>(() => _source.NextAttemptAsync().WaitAsync(Impatience));
    }

    private async Task<FakeSource.Attempt> ConnectAsync()
    {
        var attempt = await _source.NextAttemptAsync();
        attempt.Play();
        return attempt;
    }

    private async Task<(TickOutcome Outcome, FailureReason? Reason)> OutcomeAsync(TimeSpan budget)
    {
        var result = await GrabAsync(budget);
        return (result.Outcome, result.Reason);
    }

    private async Task<GrabResult> GrabAsync(TimeSpan? budget = null, TimeSpan? interval = null)
    {
        var request = new GrabRequest("track", new TrackSource("rtsp://x/"), 240, interval ?? TimeSpan.FromSeconds(2), budget ?? Patience);
        using var grab = await _track.GrabAsync(request, CancellationToken.None);

        // The buffer goes back with the grab.
        return grab.Result.Picture is { } picture
            ? grab.Result with { Picture = picture with { Bytes = picture.Bytes.ToArray() } }
            : grab.Result;
    }
}
