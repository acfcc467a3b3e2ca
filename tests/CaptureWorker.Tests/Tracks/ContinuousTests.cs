using OrleansFrames.Capture;
using OrleansFrames.CaptureWorker.Tests.Cameras;
using OrleansFrames.CaptureWorker.Tests.Pictures;
using OrleansFrames.CaptureWorker.Tracks;

namespace OrleansFrames.CaptureWorker.Tests.Tracks;

/// <summary>Tracks whose key frames are too far apart for their ticks: each picture is decoded once.</summary>
public sealed class ContinuousTests : IAsyncLifetime
{
    private const int Pictures = 40;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    // Pictures 0.1 s apart, and ticks that want one every half a second.
    private static readonly TimeSpan Rate = TimeSpan.FromSeconds(0.1);
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(0.5);

    private readonly FakeSource _source = new();
    private readonly MemoryReserve _contexts = new(64 * 1024 * 1024, 64 * 1024 * 1024);
    private Track? _track;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await (_track?.DisposeAsync() ?? default);

    [Theory]
    [InlineData("")]
    [InlineData("-refs 4")]
    [InlineData("-bf 2")]
    public async Task EachTick_ShowsTheNewestPicture_AsIfAllWereDecoded(string options)
    {
        var clip = Clip.Make("testsrc2=s=320x240:r=10", $"-frames:v {Pictures} -g 100 -qp 8 {options}");
        var camera = await ConnectAsync();
        camera.Send(clip, 0, Age(0));
        Assert.Equal("key", (await GrabAsync())!.Mode);
        var next = 1;
        foreach (var until in (int[])[7, 8, 21, Pictures])
        {
            for (; next < until; next++)
            {
                camera.Send(clip, next, Age(next));
            }

            var picture = (await GrabAsync())!;

            Assert.Equal("continuous", picture.Mode);
            Stills.AssertShows(clip, picture, until - 1, slack: options.Length == 0 ? 0 : 4);
        }
    }

    [Fact]
    public async Task WhatWasDecodedAhead_IsNotKept()
    {
        var large = Clip.Make("testsrc2=s=640x480:r=10,noise=alls=40:allf=t", "-frames:v 40 -g 100 -qp 30");
        var camera = await ConnectAsync(new TrackOptions { GroupLimit = 1024 * 1024, Reserve = new MemoryReserve(0, 0), Contexts = _contexts });
        camera.Send(large, 0, Age(0));
        await GrabAsync();

        // Together many times the limit: without decoding they would be too many.
        for (var index = 1; index < Pictures; index++)
        {
            camera.Send(large, index, Age(index));
            if (index % 4 == 0)
            {
                Assert.Equal("continuous", (await GrabAsync())!.Mode);
            }
        }
    }

    [Fact]
    public async Task ANewKeyFrame_IsTakenAlone_AndTheContextGoesOnFromIt()
    {
        var clip = Clip.Moving(seconds: 4, keyEvery: 20);
        var camera = await ConnectAsync();
        camera.Send(clip, 0, Age(0));
        Assert.Equal("key", (await GrabAsync())!.Mode);
        Send(camera, clip, 1, 15);
        Assert.Equal("continuous", (await GrabAsync())!.Mode);
        Send(camera, clip, 15, 21);
        Assert.Equal("key", (await GrabAsync())!.Mode);
        Send(camera, clip, 21, 30);

        var picture = (await GrabAsync())!;

        Assert.Equal("continuous", picture.Mode);
        Stills.AssertShows(clip, picture, 29);
    }

    [Fact]
    public async Task WithoutMemoryForAContext_TheTrackIsDecodedFromItsKeyFrame()
    {
        var clip = Clip.Moving(seconds: 4, keyEvery: 40);
        var camera = await ConnectAsync(new TrackOptions { Contexts = new MemoryReserve(1000, 1000) });
        camera.Send(clip, 0, Age(0));
        await GrabAsync();
        Send(camera, clip, 1, 20);

        Assert.Equal("forward", (await GrabAsync())!.Mode);
    }

    [Fact]
    public async Task TheContextsMemory_IsGivenBack_WhenKeyFramesComeOftenAgain()
    {
        var clip = Clip.Moving(seconds: 4, keyEvery: 20);
        var camera = await ConnectAsync();
        camera.Send(clip, 0, Age(0));
        await GrabAsync();
        Send(camera, clip, 1, 10);
        Assert.Equal("continuous", (await GrabAsync())!.Mode);
        Assert.False(_contexts.TryLend(0, 64 * 1024 * 1024));

        for (var tick = 0; tick < 4; tick++)
        {
            camera.Send(clip, 20, TimeSpan.Zero);
            Assert.Equal("key", (await GrabAsync())!.Mode);
        }

        Assert.True(_contexts.TryLend(0, 64 * 1024 * 1024));
    }

    [Fact]
    public async Task AfterADamagedPicture_NothingIsShown_UntilTheNextKeyFrame()
    {
        var clip = Clip.Moving(640, 480, seconds: 4, keyEvery: 20);
        var camera = await ConnectAsync();
        camera.Send(clip, 0, Age(0));
        await GrabAsync();
        Send(camera, clip, 1, 5);
        camera.SendDamaged(clip, 5, Age(5));
        Send(camera, clip, 6, 10);

        for (var tick = 0; tick < 2; tick++)
        {
            camera.Send(clip, 10 + tick, Age(10 + tick));
            var failed = await GrabResultAsync();
            Assert.Equal((TickOutcome.Failed, FailureReason.Decode), (failed.Outcome, failed.Reason));
        }

        camera.Send(clip, 20, Age(20));
        Send(camera, clip, 21, 30);
        await GrabAsync();
        Send(camera, clip, 30, 35);
        Stills.AssertShows(clip, (await GrabAsync())!, 34);
    }

    // The clip's last picture comes now, the others as long before as they are apart.
    private static TimeSpan Age(int index) => Rate * (Pictures - index);

    private static void Send(FakeSource.Attempt camera, Clip clip, int from, int until)
    {
        for (var index = from; index < until; index++)
        {
            camera.Send(clip, index, Age(index));
        }
    }

    private async Task<FakeSource.Attempt> ConnectAsync(TrackOptions? options = null)
    {
        _track = _source.NewTrack(options ?? new TrackOptions { Contexts = _contexts });
        var attempt = await _source.NextAttemptAsync();
        attempt.Play();
        return attempt;
    }

    private async Task<Picture?> GrabAsync()
    {
        var result = await GrabResultAsync();
        Assert.Equal((TickOutcome.Captured, null), (result.Outcome, result.Detail));
        return result.Picture;
    }

    private async Task<GrabResult> GrabResultAsync()
    {
        var request = new GrabRequest("track", new TrackSource("rtsp://x/"), 480, Interval, Patience);
        using var grab = await _track!.GrabAsync(request, CancellationToken.None);
        return grab.Result.Picture is { } picture ? grab.Result with { Picture = picture with { Bytes = picture.Bytes.ToArray() } } : grab.Result;
    }
}
