using OrleansFrames.Capture;
using OrleansFrames.CaptureWorker.Sources;
using OrleansFrames.CaptureWorker.Tests.Cameras;
using OrleansFrames.CaptureWorker.Tracks;

namespace OrleansFrames.CaptureWorker.Tests.Tracks;

/// <summary>Sources that are left between two captures.</summary>
public sealed class ConnectionTests : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Impatience = TimeSpan.FromMilliseconds(150);
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(10);

    private readonly FakeSource _source = new() { ReconnectFrom = TimeSpan.FromMinutes(1) };
    private readonly Clip _clip = Clip.Moving();
    private readonly Track _track;

    public ConnectionTests() => _track = _source.NewTrack(new TrackOptions { FirstPause = TimeSpan.FromMilliseconds(10), LongestPause = TimeSpan.FromMilliseconds(20) });

    public async ValueTask DisposeAsync() => await _track.DisposeAsync();

    [Fact]
    public async Task AtALongInterval_TheSourceIsLeftAfterThePicture_AndPlayedAgainForTheNext()
    {
        var first = await ConnectAsync();
        first.Send(_clip, 0);
        Assert.Equal("key", (await GrabAsync(Long)).Picture!.Mode);
        await first.Left.WaitAsync(Patience);

        var grabbing = GrabAsync(Long);
        var second = await ConnectAsync();
        second.Send(_clip, 10);

        Assert.Equal("connect", (await grabbing).Picture!.Mode);
        await second.Left.WaitAsync(Patience);
    }

    [Fact]
    public async Task AtAShortInterval_TheSourceIsNotLeft()
    {
        var camera = await ConnectAsync();
        camera.Send(_clip, 0);
        await GrabAsync(TimeSpan.FromSeconds(59));
        camera.Send(_clip, 1);

        Assert.Equal(TickOutcome.Captured, (await GrabAsync(TimeSpan.FromSeconds(59))).Outcome);
        Assert.False(camera.Left.IsCompleted);
    }

    [Fact]
    public async Task ASourceThatMustStay_IsNotLeft()
    {
        _source.ReconnectFrom = null;
        var camera = await ConnectAsync();
        camera.Send(_clip, 0);
        await GrabAsync(Long);
        camera.Send(_clip, 1);

        Assert.Equal(TickOutcome.Captured, (await GrabAsync(Long)).Outcome);
        Assert.False(camera.Left.IsCompleted);
    }

    [Fact]
    public async Task WithoutAPicture_TheSourceIsNotLeft()
    {
        var camera = await ConnectAsync();

        Assert.Equal(TickOutcome.NoVideo, (await GrabAsync(Long, Impatience)).Outcome);
        Assert.False(camera.Left.IsCompleted);
    }

    [Fact]
    public async Task ThePictureOfAnEarlierConnection_IsNotSentAgain()
    {
        var first = await ConnectAsync();
        first.Send(_clip, 0);
        await GrabAsync(Long);
        await first.Left.WaitAsync(Patience);
        var grabbing = GrabAsync(Long);
        var second = await ConnectAsync();

        // As a server does that keeps the last pictures for those who connect.
        second.Send(_clip, 0);
        Assert.Equal(TickOutcome.Frozen, (await grabbing).Outcome);
        second.Send(_clip, 1);
        Assert.Equal((TickOutcome.Captured, "forward"), await GrabAsync(Long) is var next ? (next.Outcome, next.Picture!.Mode) : default);
    }

    [Fact]
    public async Task ASourceThatRefusesToBePlayedAgain_IsSaidToDoSo()
    {
        var refused = SourceFault.Failed(FailureReason.Refused, "no");
        var first = await ConnectAsync();
        first.Send(_clip, 0);
        await GrabAsync(Long);
        var grabbing = GrabAsync(Long);
        (await _source.NextAttemptAsync()).Fail(refused);
        Assert.Equal((TickOutcome.Failed, FailureReason.Refused), await grabbing is var result ? (result.Outcome, result.Reason) : default);
    }

    [Fact]
    public async Task ADroppedTrack_EndsWhileItsSourceIsLeft()
    {
        var first = await ConnectAsync();
        first.Send(_clip, 0);
        await GrabAsync(Long);
        await first.Left.WaitAsync(Patience);

        await _track.DisposeAsync().AsTask().WaitAsync(Patience);
    }

    private async Task<FakeSource.Attempt> ConnectAsync()
    {
        var attempt = await _source.NextAttemptAsync();
        attempt.Play();
        return attempt;
    }

    private async Task<GrabResult> GrabAsync(TimeSpan interval, TimeSpan? budget = null)
    {
        var request = new GrabRequest("track", new TrackSource("rtsp://x/"), 240, interval, budget ?? Patience);
        using var grab = await _track.GrabAsync(request, CancellationToken.None);
        return grab.Result;
    }
}
