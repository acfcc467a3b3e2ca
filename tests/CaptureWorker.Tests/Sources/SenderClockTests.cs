using OrleansFrames.CaptureWorker.Sources;
using OrleansFrames.CaptureWorker.Sources.Rtp;
using OrleansFrames.CaptureWorker.Tests.Cameras;

namespace OrleansFrames.CaptureWorker.Tests.Sources;

public sealed class SenderClockTests
{
    private const uint Source = 77;
    private const uint First = uint.MaxValue - 1000;

    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    // The camera's clock is years off, as that of a camera without a battery.
    private static readonly DateTimeOffset CameraStart = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly SenderClock _clock = new();

    [Fact]
    public void Refine_WithoutAReport_IsTheArrival() => AssertIs(Refine(1, 1.2), 1.2, isRefined: false);

    [Fact]
    public void Refine_OfALatePicture_TakesAwayWhatItTookLongerThanTheFastest()
    {
        Report(0);
        AssertIs(Refine(0.1, 0.18), 0.18, isRefined: true);
        AssertIs(Refine(0.2, 0.25), 0.25, isRefined: true);

        AssertIs(Refine(0.3, 0.5), 0.35, isRefined: true);
    }

    [Fact]
    public void Refine_OverTheWrapOfTheTimestamps_GoesOn()
    {
        Report(0);
        AssertIs(Refine(0, 0.05), 0.05, isRefined: true);

        AssertIs(Refine(60, 60.3), 60.05, isRefined: true);
    }

    [Fact]
    public void Refine_MoreThanTwoSecondsOff_IsTheArrival()
    {
        Report(0);
        Refine(0.1, 0.1);

        AssertIs(Refine(0.2, 2.3), 2.3, isRefined: false);
        AssertIs(Refine(0.4, 2.3), 0.4, isRefined: true);
    }

    [Fact]
    public void Refine_ClocksThatDrift_ForgetsWhatWasTheFastest()
    {
        Report(0);
        for (var second = 0; second < 120; second++)
        {
            // The way seems to become longer, by 1 ms in a second.
            AssertIs(Refine(second, second + 0.1 + (second * 0.001)), second + 0.1 + (second * 0.001), isRefined: true, within: 0.035);
        }
    }

    [Fact]
    public void Add_AClockThatWasSet_BeginsAnew()
    {
        Report(0);
        Refine(0.1, 0.1);
        _clock.Add(new SenderReport(Source, Clock(3600), Stamp(1)));

        AssertIs(Refine(1.1, 1.4), 1.4, isRefined: true);
    }

    [Fact]
    public void TryFind_BehindOtherPackets_FindsTheReportOfTheSource()
    {
        byte[] compound = [0x81, 202, 0, 1, 1, 2, 3, 4, .. TestReport.Of(99, Start, 1), .. TestReport.Of(Source, Start, 4711), 0x80, 201, 0, 1, 0, 0, 0, 0];

        Assert.True(RtcpPacket.TryFindSenderReport(compound, Source, out var report));
        Assert.Equal(4711u, report.Timestamp);
        Assert.Equal((Start - new DateTimeOffset(1900, 1, 1, 0, 0, 0, TimeSpan.Zero)).TotalSeconds, report.Clock.TotalSeconds, 0.001);
        Assert.False(RtcpPacket.TryFindSenderReport(compound, 1, out _));
    }

    [Fact]
    public void TryFind_InAnythingCutOff_FindsNothing()
    {
        var report = TestReport.Of(Source, Start, 4711);
        for (var length = 0; length < report.Length; length++)
        {
            Assert.False(RtcpPacket.TryFindSenderReport(report.AsSpan(0, length), Source, out _));
        }
    }

    [Fact]
    public void TryFind_OfASenderWithoutAClock_FindsNothing()
    {
        var report = TestReport.Of(Source, Start, 4711);
        report.AsSpan(8, 8).Clear();

        Assert.False(RtcpPacket.TryFindSenderReport(report, Source, out _));
    }

    private static uint Stamp(double seconds) => unchecked(First + (uint)(seconds * 90_000));

    private static TimeSpan Clock(double seconds) => CameraStart - new DateTimeOffset(1900, 1, 1, 0, 0, 0, TimeSpan.Zero) + TimeSpan.FromSeconds(seconds);

    private static void AssertIs(Moment moment, double seconds, bool isRefined, double within = 0.001)
    {
        Assert.Equal(seconds, (moment.Wall - Start).TotalSeconds, within);
        Assert.Equal(isRefined ? "sender" : "arrival", moment.Clock);
    }

    private void Report(double seconds) => _clock.Add(new SenderReport(Source, Clock(seconds), Stamp(seconds)));

    private Moment Refine(double sent, double arrived) => _clock.Refine(Stamp(sent), new Moment(0, Start + TimeSpan.FromSeconds(arrived)));
}
