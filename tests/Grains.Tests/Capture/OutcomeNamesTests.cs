using OrleansFrames.Capture;

namespace OrleansFrames.Grains.Tests.Capture;

public sealed class OutcomeNamesTests
{
    [Fact]
    public void WireName_EveryOutcome_IsTheWordOfTheDesign()
        => Assert.Equal(
            ["captured", "muted", "failed", "no_video", "frozen", "blank", "unchanged", "overload"],
            Enum.GetValues<TickOutcome>().Select(outcome => outcome.WireName()));

    [Fact]
    public void WireName_EveryReason_IsTheWordOfTheDesign()
        => Assert.Equal(
            [
                "refused", "auth", "not_found", "dns", "timeout", "stalled", "no_keyframe", "decode", "unsupported", "blocked_address", "store",
                "ledger", "worker_lost", "silo_lost", "spool_full",
            ],
            Enum.GetValues<FailureReason>().Select(reason => reason.WireName()));

    [Theory]
    [InlineData(TickOutcome.Captured, null, "captured")]
    [InlineData(TickOutcome.Failed, FailureReason.Auth, "failed(auth)")]
    [InlineData(TickOutcome.Failed, FailureReason.WorkerLost, "failed(worker_lost)")]
    public void Spoken_OutcomeAndReason_AreOneWord(TickOutcome outcome, FailureReason? reason, string word)
        => Assert.Equal(word, OutcomeNames.Spoken(outcome, reason));

    [Theory]
    [InlineData(TrackType.Video, "TRACK_TYPE_VIDEO")]
    [InlineData(TrackType.ScreenShare, "TRACK_TYPE_SCREEN_SHARE")]
    public void TrackType_WireName_ReadsBack(TrackType track, string name)
    {
        Assert.Equal(name, track.WireName());
        Assert.True(TrackTypes.TryParse(name, out var parsed));
        Assert.Equal(track, parsed);
    }

    [Theory]
    [InlineData("TRACK_TYPE_AUDIO")]
    [InlineData("video")]
    [InlineData("")]
    [InlineData(null)]
    public void TrackType_OtherName_IsNone(string? name) => Assert.False(TrackTypes.TryParse(name, out _));
}
