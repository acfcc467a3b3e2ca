using OrleansFrames.Capture;
using OrleansFrames.Ledger;

namespace OrleansFrames.Silo.Tests.Capture;

public sealed class TickPipelineTests : IDisposable
{
    private readonly PipelineHost _host = new();

    public static TheoryData<TickOutcome, FailureReason?> Outcomes()
    {
        var outcomes = new TheoryData<TickOutcome, FailureReason?>();
        foreach (var outcome in Enum.GetValues<TickOutcome>().Except([TickOutcome.Captured, TickOutcome.Failed]))
        {
            outcomes.Add(outcome, null);
        }

        foreach (var reason in Enum.GetValues<FailureReason>())
        {
            outcomes.Add(TickOutcome.Failed, reason);
        }

        return outcomes;
    }

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task Captured_StoresThePictureAndAppendsItsRowAndItsEvent()
    {
        var row = await _host.RunAsync(PipelineHost.Order());

        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(PipelineHost.Jpeg));
        var key = $"egress-1/camera-0123456789abcdef/00000007-{hash[..16]}.jpg";
        var (stored, bytes) = Assert.Single(_host.Stored);
        Assert.Equal(key, stored);
        Assert.Equal(PipelineHost.Jpeg, bytes);
        Assert.Equal(["image/jpeg"], _host.ContentTypes);
        Assert.Equal(
            PipelineHost.Order().RowOf(TickOutcome.Captured) with
            {
                Mode = "key",
                Clock = "arrival",
                CapturedAt = PipelineHost.Now.AddMilliseconds(-40),
                StoredAt = PipelineHost.Now,
                EventId = row.EventId,
                ObjectKey = key,
                Bytes = PipelineHost.Jpeg.Length,
                Width = 1280,
                Height = 720,
                Sha256 = hash,
            },
            row);
        var (appended, announcement) = Assert.Single(_host.Appended);
        Assert.Equal(row, appended);
        Assert.Equal((row.EventId, "app", 0L, "default:c1"), (announcement!.EventId, announcement.App, announcement.Seq, announcement.CallCid));
        Assert.Equal(("call.frame_recording_ready", PipelineHost.Now), (announcement.Type, announcement.CreatedAt));
    }

    [Theory]
    [InlineData(PictureFormat.Jpeg, ".jpg", "image/jpeg")]
    [InlineData(PictureFormat.Webp, ".webp", "image/webp")]
    [InlineData(PictureFormat.Png, ".png", "image/png")]
    public async Task Format_IsAskedOfTheWorker_AndNamesThePicture(PictureFormat format, string extension, string contentType)
    {
        var row = await _host.RunAsync(PipelineHost.Order() with { Format = format });

        Assert.Equal(format, Assert.Single(_host.Grabs).Format);
        Assert.EndsWith(extension, row.ObjectKey, StringComparison.Ordinal);
        Assert.Equal((row.ObjectKey, contentType), (Assert.Single(_host.Stored).Key, Assert.Single(_host.ContentTypes)));
    }

    [Fact]
    public async Task EventId_IsVersion5_TheSameForTheSameTickAndAnotherForAnyOther()
    {
        var first = (await _host.RunAsync(PipelineHost.Order())).EventId!.Value;
        _host.AnswerGrab = _ => Task.FromResult(PipelineHost.Captured([1, 2, 3]));
        using PipelineHost later = new();

        Assert.Equal(5, first.Version);
        Assert.Equal(first, (await _host.RunAsync(PipelineHost.Order())).EventId);
        Assert.Equal(first, (await later.RunAsync(PipelineHost.Order())).EventId);
        Assert.NotEqual(first, (await _host.RunAsync(PipelineHost.Order(tick: 8))).EventId);
        var order = PipelineHost.Order();
        Assert.NotEqual(first, (await _host.RunAsync(order with { Spec = order.Spec with { TrackKey = "screen-1" } })).EventId);
        Assert.NotEqual(first, (await _host.RunAsync(order with { Spec = order.Spec with { EgressId = "egress-2" } })).EventId);
    }

    [Fact]
    public async Task Muted_IsNeverGrabbed_AlsoWhileAnEarlierTickRuns()
    {
        TaskCompletionSource<GrabResult> grab = new();
        _host.AnswerGrab = _ => grab.Task;
        var first = _host.RunAsync(PipelineHost.Order(tick: 6));

        Assert.Equal(TickOutcome.Muted, (await _host.RunAsync(PipelineHost.Order(muted: true))).Outcome);
        Assert.Single(_host.Grabs);
        grab.SetResult(PipelineHost.Captured());
        Assert.Equal(TickOutcome.Captured, (await first).Outcome);
    }

    [Fact]
    public async Task SecondTickWhileTheFirstRuns_IsOverload_AndTheFirstGoesOn()
    {
        TaskCompletionSource<GrabResult> grab = new();
        _host.AnswerGrab = _ => grab.Task;
        var first = _host.RunAsync(PipelineHost.Order(tick: 1));

        var second = await _host.RunAsync(PipelineHost.Order(tick: 2));
        var third = await _host.RunAsync(PipelineHost.Order(tick: 3));
        grab.SetResult(PipelineHost.Captured());

        Assert.Equal((TickOutcome.Overload, TickOutcome.Overload), (second.Outcome, third.Outcome));
        Assert.Equal((TickOutcome.Captured, 1L), ((await first).Outcome, (await first).Tick));
        Assert.Equal(TickOutcome.Captured, (await _host.RunAsync(PipelineHost.Order(tick: 4))).Outcome);
        Assert.Equal([2, 3, 1, 4], _host.Appended.Select(entry => entry.Row.Tick));
    }

    [Theory]
    [MemberData(nameof(Outcomes))]
    public async Task EveryOtherOutcome_BecomesItsRowWithReasonAndDetail(TickOutcome outcome, FailureReason? reason)
    {
        _host.AnswerGrab = _ => Task.FromResult(new GrabResult(outcome, reason, "check the camera"));

        var row = await _host.RunAsync(PipelineHost.Order());

        Assert.Equal(PipelineHost.Order().RowOf(outcome, reason, "check the camera"), row);
        Assert.Equal((row, null), Assert.Single(_host.Appended));
        Assert.Empty(_host.Stored);
    }

    [Fact]
    public async Task BlankWithAPicture_IsBlankAndNotStored()
    {
        _host.AnswerGrab = _ => Task.FromResult(PipelineHost.Captured() with { Outcome = TickOutcome.Blank });

        Assert.Equal(TickOutcome.Blank, (await _host.RunAsync(PipelineHost.Order())).Outcome);
        Assert.Empty(_host.Stored);
    }

    [Fact]
    public async Task CapturedWithoutBytes_IsADecodeFailure()
    {
        foreach (var grab in (GrabResult[])[PipelineHost.Captured([]), PipelineHost.Captured() with { Picture = null }])
        {
            _host.AnswerGrab = _ => Task.FromResult(grab);
            Assert.Equal("failed(decode)", Spoken(await _host.RunAsync(PipelineHost.Order())));
        }

        Assert.All(_host.Appended, entry => Assert.Null(entry.Announcement));
    }

    [Theory]
    [InlineData(2, 1.7)]
    [InlineData(3, 2.7)]
    [InlineData(5, 4.7)]
    [InlineData(6, 5)]
    [InlineData(60, 5)]
    public async Task Budget_IsTheIntervalLessTheMargin_AtMost5Seconds(int interval, double budget)
    {
        await _host.RunAsync(PipelineHost.Order(interval: interval));

        var request = Assert.Single(_host.Grabs);
        Assert.Equal(TimeSpan.FromSeconds(budget), request.Budget);
        Assert.Equal(TimeSpan.FromSeconds(interval), request.Interval);
        Assert.Equal(("egress-1/camera-0123456789abcdef", 720), (request.TrackKey, request.ShortSide));
    }

    [Fact]
    public async Task Stop_CancelsTheGrab_AndTheTickHasItsRow()
    {
        using CancellationTokenSource stop = new();
        _host.AnswerGrab = async token =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
            return PipelineHost.Captured();
        };
        var running = _host.RunAsync(PipelineHost.Order(), stop.Token);
        await stop.CancelAsync();

        Assert.Equal("failed(timeout)", Spoken(await running));
        Assert.Equal(await running, Assert.Single(_host.Appended).Row);
    }

    [Fact]
    public async Task SealedUserInfo_ReachesTheWorkerAlone()
    {
        _host.AnswerOpen = text => text == "sealed" ? "user:pass" : throw new NotSupportedException();
        var row = await _host.RunAsync(PipelineHost.Order(userInfo: "sealed"));

        Assert.Equal("rtsp://user:pass@camera/live", Assert.Single(_host.Grabs).Source.Url);
        Assert.DoesNotContain("pass", row.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("pass", _host.Appended[0].Announcement!.Payload, StringComparison.Ordinal);
    }

    private static string Spoken(TickRow row) => OutcomeNames.Spoken(row.Outcome, row.Reason);
}

internal static class OrderRows
{
    public static TickRow RowOf(this TickOrder order, TickOutcome outcome, FailureReason? reason = null, string? detail = null)
        => TickRows.Of(order.Spec, order.Tick, order.DueAt, outcome, reason, detail);
}
