using System.Text;
using OrleansFrames.Capture;
using OrleansFrames.CaptureWorker.Sources;
using OrleansFrames.CaptureWorker.Sources.Hls;
using OrleansFrames.CaptureWorker.Sources.Http;

namespace OrleansFrames.CaptureWorker.Tests.Sources;

public sealed class HlsPlaylistTests
{
    private static readonly Uri Base = new("http://origin/live/list.m3u8?token=1");

    [Fact]
    public void Segments_HaveTheirNumberPlaceAndDuration()
    {
        var playlist = Parse("#EXT-X-TARGETDURATION:4", "#EXT-X-MEDIA-SEQUENCE:7", "#EXTINF:3.5,title", "a.ts", "#EXTINF:4,", "/b.ts");

        Assert.Equal([(7, "http://origin/live/a.ts", 3.5), (8, "http://origin/b.ts", 4)], playlist.Segments.Select(each => (each.Sequence, each.Part.Url.ToString(), each.Duration.TotalSeconds)));
        Assert.Equal((TimeSpan.FromSeconds(4), false), (playlist.TargetDuration, playlist.IsEnded));
    }

    [Fact]
    public void Lines_MayEndAsOnWindows_AndBeginWithAByteOrderMark()
    {
        var text = "\uFEFF#EXTM3U\r\n#EXTINF:4,\r\na.ts\r\n#EXT-X-ENDLIST\r\n";

        var playlist = HlsPlaylist.Parse(new Downloaded(Base, Encoding.UTF8.GetBytes(text)));

        Assert.Equal("http://origin/live/a.ts", Assert.Single(playlist.Segments).Part.Url.ToString());
        Assert.True(playlist.IsEnded);
    }

    [Fact]
    public void ByteRanges_FollowOnTheOneBefore()
    {
        var playlist = Parse("#EXTINF:1,", "#EXT-X-BYTERANGE:100@50", "a.ts", "#EXTINF:1,", "#EXT-X-BYTERANGE:30", "a.ts", "#EXTINF:1,", "#EXT-X-BYTERANGE:10", "b.ts");

        Assert.Equal([new ByteRange(50, 100), new ByteRange(150, 30), new ByteRange(0, 10)], playlist.Segments.Select(each => each.Part.Range!.Value));
    }

    [Fact]
    public void Keys_HoldUntilTheNext()
    {
        var playlist = Parse(
            "#EXTINF:1,", "a.ts", "#EXT-X-KEY:METHOD=AES-128,URI=\"k,1\",IV=0x0102", "#EXTINF:1,", "b.ts", "#EXTINF:1,", "c.ts", "#EXT-X-KEY:METHOD=NONE", "#EXTINF:1,", "d.ts");

        Assert.Equal([null, "http://origin/live/k,1", "http://origin/live/k,1", null], playlist.Segments.Select(each => each.Key?.Url.ToString()));
        Assert.Equal(Convert.FromHexString("00000000000000000000000000000102"), playlist.Segments[1].Key!.Vector);
    }

    [Fact]
    public void ADiscontinuity_EndsWhatFollowsOnOneAnother()
    {
        var playlist = Parse("#EXTINF:1,", "a.ts", "#EXTINF:1,", "b.ts", "#EXT-X-DISCONTINUITY", "#EXTINF:1,", "c.ts", "#EXT-X-MAP:URI=\"m\"", "#EXTINF:1,", "d.ts");

        Assert.Equal([true, false, false], playlist.Segments.Zip(playlist.Segments.Skip(1), HlsPosition.Follows));
    }

    [Theory]
    [InlineData(360, 640)]
    [InlineData(361, 1280)]
    [InlineData(90, 320)]
    [InlineData(2160, 1920)]
    public void Variants_AreChosenByTheWantedSize(int shortSide, int width)
    {
        var playlist = Parse(
            "#EXT-X-STREAM-INF:BANDWIDTH=3,CODECS=\"avc1.640028,mp4a.40.2\",RESOLUTION=1920x1080", "1080", "#EXT-X-STREAM-INF:RESOLUTION=320x180", "180",
            "#EXT-X-STREAM-INF:RESOLUTION=1280x720", "720", "#EXT-X-STREAM-INF:RESOLUTION=640x360", "360", "#EXT-X-STREAM-INF:BANDWIDTH=1", "sound");

        Assert.Equal(width, HlsVariant.Choose(playlist.Variants, shortSide).Width);
    }

    [Fact]
    public void Variants_WithoutSizes_GiveTheFirst()
    {
        var playlist = Parse("#EXT-X-STREAM-INF:BANDWIDTH=1", "first", "#EXT-X-STREAM-INF:BANDWIDTH=9", "second");

        Assert.Equal("http://origin/live/first", HlsVariant.Choose(playlist.Variants, 720).Url.ToString());
    }

    [Theory]
    [InlineData("#EXT-X-KEY:METHOD=SAMPLE-AES,URI=\"k\"")]
    [InlineData("#EXT-X-KEY:METHOD=AES-128")]
    [InlineData("#EXT-X-KEY:METHOD=AES-128,URI=\"k\",KEYFORMAT=\"com.apple.streamingkeydelivery\"")]
    [InlineData("#EXT-X-MAP:BYTERANGE=\"1@0\"")]
    [InlineData("http://[")]
    public void WhatCannotBePlayed_IsUnsupported(string line) =>
        Assert.Equal(FailureReason.Unsupported, Assert.Throws<SourceException>(() => Parse(line, "#EXTINF:1,", "a.ts")).Fault.Reason);

    [Theory]
    [InlineData("#EXTINF:1e9,")]
    [InlineData("#EXTINF:-1,")]
    [InlineData("#EXTINF:999999999999999999999,")]
    [InlineData("#EXT-X-TARGETDURATION:99999999999999999999999999999")]
    [InlineData("#EXT-X-MEDIA-SEQUENCE:99999999999999999999999999999")]
    public void SillyNumbers_DoNoHarm(string line)
    {
        var playlist = Parse(line, "a.ts");

        Assert.InRange(Assert.Single(playlist.Segments).Duration, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        Assert.InRange(playlist.TargetDuration, TimeSpan.Zero, TimeSpan.FromMinutes(1));
    }

    [Fact]
    public void ALiveList_IsPlayedFromItsNewestSegment_InOrder()
    {
        var position = new HlsPosition();
        var played = new List<long>();
        foreach (var first in (int[])[3, 3, 4, 4, 5, 9, 2])
        {
            if (position.Next(Live(first)) is { } next)
            {
                played.Add(next.Sequence);
                position.Played(next);
            }
        }

        // 3 to 5 are listed at first; far behind, and when the server counts anew, the newest is next.
        Assert.Equal([5, 6, 7, 11, 4], played);
    }

    [Fact]
    public void ARecording_IsPlayedFromItsBeginning_ToItsEnd()
    {
        var playlist = Parse("#EXTINF:1,", "a", "#EXTINF:1,", "b", "#EXTINF:1,", "c", "#EXTINF:1,", "d", "#EXT-X-ENDLIST");
        var position = new HlsPosition();
        var played = new List<long>();
        while (position.Next(playlist) is { } next)
        {
            played.Add(next.Sequence);
            position.Played(next);
        }

        Assert.Equal([0, 1, 2, 3], played);
    }

    private static HlsPlaylist Live(int first) => Parse($"#EXT-X-MEDIA-SEQUENCE:{first}", "#EXTINF:1,", "a", "#EXTINF:1,", "b", "#EXTINF:1,", "c");

    private static HlsPlaylist Parse(params string[] lines) =>
        HlsPlaylist.Parse(new Downloaded(Base, Encoding.UTF8.GetBytes(string.Join('\n', ["#EXTM3U", .. lines]))));
}
