using OrleansFrames.Calls;
using OrleansFrames.Capture;

namespace OrleansFrames.Grains.Tests.Calls;

public sealed class CaptureSpecsTests
{
    private static readonly CallBook InSession = Books.Empty.Put("alice", Books.Camera, Books.Screen).Put("bob");

    [Fact]
    public void Of_Running_IsOnePerPublishedTrack()
    {
        var started = Books.Now.AddSeconds(5);
        var specs = CaptureSpecs.Of(InSession.Start(started), Books.App, Books.Cid);

        Assert.Equal([Books.KeyOf("alice"), Books.KeyOf("alice", TrackType.ScreenShare)], specs.Select(spec => spec.TrackKey));
        Assert.All(specs, spec =>
        {
            Assert.Equal((Books.App, Books.Cid, "session-1", "egress-1"), (spec.App, spec.CallCid, spec.SessionId, spec.EgressId));
            Assert.Equal(("alice", "alice-s1", started, ""), (spec.UserId, spec.UserSessionId, spec.PublishedAt, spec.Storage));
            Assert.Equal([new CadenceSegment(0, started, 3, 720)], spec.Segments);
        });
    }

    [Fact]
    public void Of_TrackPublishedDuringTheRecording_CountsFromThenOn()
    {
        var later = Books.Now.AddSeconds(7);
        var book = InSession.Start().Put(Books.Request("bob", null, Books.Camera), later);
        Assert.Equal(later, CaptureSpecs.Of(book, Books.App, Books.Cid).Single(spec => spec.UserId == "bob").PublishedAt);
    }

    [Theory]
    [InlineData("360p", 360)]
    [InlineData("480p", 720)]
    [InlineData("720p", 720)]
    [InlineData("1440p", 1080)]
    public void Of_Layers_TakesTheSmallestThatServes_ElseTheLargest(string quality, int height)
    {
        var book = Layered().With($$$"""{"frame_recording":{"quality":"{{{quality}}}"}}""").Start();
        Assert.Equal($"rtsp://camera/{height}", CaptureSpecs.Of(book, Books.App, Books.Cid).Single().Source.Url);
    }

    [Fact]
    public void Of_AnotherQualityMeanwhile_ChoosesAnew()
    {
        var book = Layered().Start();
        var changed = book with { Egress = book.Egress! with { Segments = [.. book.Egress.Segments, new CadenceSegment(9, Books.Now, 3, 360)] } };
        var (before, after) = (CaptureSpecs.Of(book, Books.App, Books.Cid).Single(), CaptureSpecs.Of(changed, Books.App, Books.Cid).Single());
        Assert.Equal(("rtsp://camera/720", "rtsp://camera/360"), (before.Source.Url, after.Source.Url));
        Assert.False(CaptureSpecs.Same(before, after));
    }

    [Fact]
    public void Of_NotRunning_IsEmpty()
    {
        Assert.Empty(CaptureSpecs.Of(Books.Empty, Books.App, Books.Cid));
        Assert.Empty(CaptureSpecs.Of(InSession, Books.App, Books.Cid));
        Assert.Empty(CaptureSpecs.Of(InSession.Start().Stop(), Books.App, Books.Cid));
        Assert.Empty(CaptureSpecs.Of(InSession.Start().Stop().Finish(), Books.App, Books.Cid));
    }

    [Fact]
    public void Same_EqualContent_IsTrueAcrossCopies()
    {
        var one = CaptureSpecs.Of(InSession.Start(), Books.App, Books.Cid)[0];
        var other = one with { Segments = [.. one.Segments] };
        Assert.True(CaptureSpecs.Same(one, other));
        Assert.False(CaptureSpecs.Same(one, other with { Muted = true }));
        Assert.False(CaptureSpecs.Same(one, other with { Source = new TrackSource("rtsp://camera/2") }));
        Assert.False(CaptureSpecs.Same(one, other with { Segments = [.. one.Segments, new CadenceSegment(9, Books.Now, 5, 720)] }));
        Assert.False(CaptureSpecs.Same(one, other with { PublishedAt = Books.Now.AddSeconds(1) }));
    }

    private static CallBook Layered() => Books.Empty.Put("alice", Layer(720), Layer(1080), Layer(360));

    private static PublishedTrack Layer(int height) => new(TrackType.Video, new TrackSource($"rtsp://camera/{height}", height), Muted: false);
}
