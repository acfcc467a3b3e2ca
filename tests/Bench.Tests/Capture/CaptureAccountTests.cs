using System.Text.Json;
using OrleansFrames.Bench.Capture;

namespace OrleansFrames.Bench.Tests.Capture;

/// <summary>When figures of a run count, and when they are worthless.</summary>
public sealed class CaptureAccountTests
{
    private readonly CaptureAccount _account = new(new CaptureScene(Protocol.Rtsp, Tracks: 2), TimeSpan.FromSeconds(600));

    [Fact]
    public void Due_IsCountedFromTheScene_NotFromTheLedger() => Assert.Equal(400, _account.Due);

    [Fact]
    public void AllCaptured_IsWorthShowing()
    {
        Fill(400);
        Assert.Equal(1, _account.Coverage);
        Assert.Null(_account.WhyWorthless(missing: 0));
        Assert.Equal(400, _account.Events.Count);
        Assert.Equal("key", _account.Modes);
    }

    [Theory]
    [InlineData(398, null)]
    [InlineData(397, "only 397 of 400 pictures were taken (captured 397, failed(no_keyframe) 3)")]
    public void Coverage_OfLessThan995Thousandths_IsWorthless(int captured, string? why)
    {
        Fill(captured);
        Miss(400 - captured);

        Assert.Equal(why, _account.WhyWorthless(missing: 0));
    }

    [Fact]
    public void MissingOutcomes_AndLostEvents_AreWorthless()
    {
        Fill(398);
        Assert.Equal("398 ticks are accounted for, and 400 were due", _account.WhyWorthless(missing: 0));
        Miss(2);
        Assert.Equal("3 events did not arrive", _account.WhyWorthless(missing: 3));
    }

    [Fact]
    public void Repetition_IsWorthless()
    {
        Fill(399);
        Add("a", 0, 1280, 720);
        Assert.Equal("1 pictures repeat an earlier one of their track", _account.WhyWorthless(missing: 0));
    }

    [Fact]
    public void SmallPicture_IsWorthless()
    {
        Fill(399);
        Add("a", 1_000, 640, 360);
        Assert.Equal("1 pictures are smaller than 720", _account.WhyWorthless(missing: 0));
    }

    [Fact]
    public void TheSamePicture_OfTwoTracks_IsNoRepetition()
    {
        Fill(399);
        Add("b", 0, 1280, 720);
        Assert.Null(_account.WhyWorthless(missing: 0));
    }

    private void Fill(int pictures)
    {
        for (var picture = 0; picture < pictures; picture++)
        {
            Add("a", picture, 1280, 720);
        }
    }

    private void Miss(int ticks)
    {
        for (var tick = 0; tick < ticks; tick++)
        {
            _account.Add(DateTimeOffset.UnixEpoch, JsonDocument.Parse("""{"outcome":"failed","reason":"no_keyframe"}""").RootElement);
        }
    }

    private void Add(string user, int picture, int width, int height) => _account.Add(
        DateTimeOffset.UnixEpoch,
        JsonSerializer.SerializeToElement(new
        {
            outcome = "captured",
            event_id = Guid.NewGuid(),
            track_key = "camera",
            user_id = user,
            sha256 = $"{picture}",
            mode = "key",
            width,
            height,
        }));
}
