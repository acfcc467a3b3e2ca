using System.Globalization;
using OrleansFrames.Capture;

namespace OrleansFrames.Grains.Tests.Capture;

public sealed class TrackKeysTests
{
    [Fact]
    public void Of_TheSameTrack_IsTheSameKey()
        => Assert.Equal(TrackKeys.Of("alice", "s1", TrackType.Video), TrackKeys.Of("alice", "s1", TrackType.Video));

    [Fact]
    public void Of_OtherUserSessionOrTrack_IsAnotherKey()
    {
        string[] keys =
        [
            TrackKeys.Of("alice", "s1", TrackType.Video), TrackKeys.Of("alice", "s1", TrackType.ScreenShare),
            TrackKeys.Of("alice", "s2", TrackType.Video), TrackKeys.Of("bob", "s1", TrackType.Video), TrackKeys.Of("alices", "1", TrackType.Video),
        ];
        Assert.Equal(keys.Length, keys.Distinct().Count());
    }

    [Theory]
    [InlineData(TrackType.Video, "camera-")]
    [InlineData(TrackType.ScreenShare, "screen-")]
    public void Of_AnyIds_IsSafeInPaths(TrackType track, string prefix)
    {
        var key = TrackKeys.Of("../ü/%2F", "a b\n", track);
        Assert.StartsWith(prefix, key, StringComparison.Ordinal);
        Assert.Matches("^[a-z]+-[0-9a-f]{16}$", key);
    }

    [Fact]
    public void Stagger_OfManyTracks_SpreadsOverTheInterval()
    {
        var staggers = Enumerable.Range(0, 400)
            .Select(number => TrackKeys.Stagger(TrackKeys.Of($"user-{number}", "s", TrackType.Video)))
            .ToArray();
        Assert.All(staggers, stagger => Assert.InRange(stagger, 0, 255 / 256.0));
        Assert.All(
            staggers.GroupBy(stagger => (int)(stagger * 4)),
            quarter => Assert.True(quarter.Count() is > 60 and < 140, quarter.Count().ToString(CultureInfo.InvariantCulture)));
    }
}
