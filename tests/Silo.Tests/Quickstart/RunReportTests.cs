using OrleansFrames.Capture;
using OrleansFrames.Silo.Hosting;
using OrleansFrames.Silo.Quickstart;

namespace OrleansFrames.Silo.Tests.Quickstart;

public sealed class RunReportTests : IDisposable
{
    private readonly FakeReader _reader = new();
    private readonly StringWriter _output = new();
    private readonly RunReport _report;

    public RunReportTests()
    {
        GrainTable grains = new();
        _reader.AddTo(grains);
        _report = new(grains.Factory, "app", "default:c1", FakeReader.Noon, new(_output, TextWriter.Null));
    }

    public void Dispose() => _output.Dispose();

    [Fact]
    public async Task States_AreToldWhenTheyChange()
    {
        const string advice = "check user and password in the URL";
        _reader.Add("cam1", 0, 3, TickOutcome.Failed, FailureReason.Auth, advice);
        Assert.Equal(["cam1 camera: failed(auth) since 12:00:03; check user and password in the URL"], await NewsAsync());

        _reader.Add("cam1", 1, 6, TickOutcome.Failed, FailureReason.Auth, advice);
        Assert.Empty(await NewsAsync());

        _reader.Add("cam1", 2, 9, TickOutcome.Failed, FailureReason.Timeout);
        Assert.Equal(["cam1 camera: failed(timeout) since 12:00:09"], await NewsAsync());

        _reader.Add("cam1", 3, 12, TickOutcome.Muted);
        _reader.Add("cam2", 3, 11, TickOutcome.NoVideo);
        Assert.Equal(["cam2 camera: no_video since 12:00:11", "cam1 camera: muted since 12:00:12"], await NewsAsync());
    }

    [Fact]
    public async Task Pictures_AreToldOncePerTickInTheOrderOfTheirTime()
    {
        _reader.Add("cam2", 0, 4, TickOutcome.Captured);
        _reader.Add("cam1", 0, 3, TickOutcome.Captured);
        Assert.Equal(
            [
                "cam1 camera: captured since 12:00:03",
                "cam2 camera: captured since 12:00:04",
                "12:00:03.125 cam1 camera 1280x720 40 KB http://x/cam1/0",
                "12:00:04.125 cam2 camera 1280x720 40 KB http://x/cam2/0",
            ],
            await NewsAsync());

        _reader.Add("cam1", 1, 6, TickOutcome.Captured);
        Assert.Equal(["12:00:06.125 cam1 camera 1280x720 40 KB http://x/cam1/1"], await NewsAsync());
        Assert.Empty(await NewsAsync());
    }

    [Fact]
    public async Task ManyPicturesAtOnce_AreAllTold()
    {
        for (var tick = 0; tick < 1000; tick++)
        {
            _reader.Add($"cam{tick % 7}", tick, tick, TickOutcome.Captured);
        }

        Assert.Equal(1000, (await NewsAsync()).Count(line => line.Contains("KB", StringComparison.Ordinal)));
    }

    /// <summary>A recording started again begins at tick 0: a lower number than the last one told.</summary>
    [Fact]
    public async Task AnotherRecordingOfTheCall_IsToldFromItsFirstTick()
    {
        _reader.Add("cam1", 40, 3, TickOutcome.Captured);
        await NewsAsync();
        _reader.Add("cam1", 0, 9, TickOutcome.Captured, egress: "e2");

        Assert.Equal(["12:00:09.125 cam1 camera 1280x720 40 KB http://x/cam1/0"], await NewsAsync());
    }

    [Fact]
    public async Task WhatTheCallHadBefore_IsNoNewsAndNotCounted()
    {
        _reader.Add("cam1", 7, -3, TickOutcome.Captured);
        _reader.Add("cam2", 7, -3, TickOutcome.Failed, FailureReason.Auth);
        _reader.AddEvent(1, -3);
        Assert.Empty(await NewsAsync());

        _reader.Add("cam1", 8, 3, TickOutcome.Captured);
        _reader.Add("cam1", 9, 6, TickOutcome.Captured);
        _reader.Add("cam2", 8, 3, TickOutcome.Failed, FailureReason.Refused);
        _reader.AddEvent(2, 3);
        _reader.AddEvent(3, 4, "default:another");
        var totals = await _report.TotalsAsync(CancellationToken.None);
        Assert.Equal((2, "captured=2 failed(refused)=1"), (totals.Frames, totals.Outcomes));
        Assert.Equal(FakeReader.Noon.AddSeconds(3.25), totals.FirstFrame);
        Assert.Equal(1, await _report.EventsAsync(CancellationToken.None));
        _reader.AddEvent(4, 6);
        Assert.Equal(2, await _report.EventsAsync(CancellationToken.None));
    }

    [Fact]
    public async Task OutputThatIsGone_StopsNothing()
    {
        GrainTable grains = new();
        _reader.AddTo(grains);
        StringWriter gone = new();
        await gone.DisposeAsync();
        RunReport report = new(grains.Factory, "app", "default:c1", FakeReader.Noon, new(gone, gone));
        _reader.Add("cam1", 8, 3, TickOutcome.Captured);

        await report.PrintNewsAsync(CancellationToken.None);
        Terminal terminal = new(gone, gone);
        terminal.Fail("unheard", 1);
        Assert.Equal(1, terminal.ExitCode);
    }

    private async Task<IReadOnlyList<string>> NewsAsync()
    {
        _output.GetStringBuilder().Clear();
        await _report.PrintNewsAsync(CancellationToken.None);
        return _output.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
    }
}
