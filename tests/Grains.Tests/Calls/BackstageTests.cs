using OrleansFrames.Calls;
using OrleansFrames.CallTypes;

namespace OrleansFrames.Grains.Tests.Calls;

public sealed class BackstageTests
{
    private const string Enabled = """{"backstage":{"enabled":true,"join_ahead_time_seconds":300}}""";

    private static readonly DateTimeOffset Later = Books.Now.AddMinutes(1);

    [Fact]
    public void IsIn_FollowsTheSettingsAndTheCall()
    {
        Assert.False(IsIn(Books.Empty));
        var book = Books.Empty.With(Enabled);
        Assert.True(IsIn(book));
        var live = Live(book);
        Assert.False(IsIn(live));
        Assert.True(IsIn(Backstage.StopLive(live, Later).Book));
        Assert.False(IsIn(Backstage.StopLive(Live(Books.Empty), Later).Book));
        Assert.False(IsIn(new()));
    }

    [Fact]
    public void GoLive_MarksTheSessionThatThereIs_AndTheNextOnes()
    {
        var live = Live(Books.Empty.Put("ann"));
        Assert.Equal((Books.Now, null), (live.Session!.LiveStartedAt, live.Session.LiveEndedAt));
        var stopped = Backstage.StopLive(live, Later).Book;
        Assert.Equal((Books.Now, Later), (stopped.Session!.LiveStartedAt, stopped.Session.LiveEndedAt));
        var again = Backstage.GoLive(stopped, Later).Value!.Book;
        Assert.Equal((Later, null), (again.Session!.LiveStartedAt, again.Session.LiveEndedAt));

        Assert.Equal(Later, Live(Books.Empty).Put(Books.Request("ann"), Later).Session!.LiveStartedAt);
        Assert.Null(Books.Empty.Put("ann").Session!.LiveStartedAt);
    }

    [Fact]
    public void Repeated_ChangesNothingAndTellsNothing()
    {
        var live = Live(Books.Empty);
        var again = Backstage.GoLive(live, Later).Value!;
        Assert.Same(live, again.Book);
        Assert.Empty(again.Told);
        var stopped = Backstage.StopLive(Books.Empty, Later);
        Assert.Same(Books.Empty, stopped.Book);
        Assert.Empty(stopped.Told);
    }

    [Fact]
    public void GoLive_EndedCall_IsRefused()
        => Assert.Equal("the call has ended", Backstage.GoLive(Books.Empty with { EndedAt = Books.Now }, Later).Refusal!.Message);

    [Theory]
    [InlineData("{}", false, null)]
    [InlineData("""{"backstage":null}""", false, null)]
    [InlineData("""{"backstage":{"enabled":true}}""", true, null)]
    [InlineData("""{"backstage":{"enabled":true,"join_ahead_time_seconds":60}}""", true, 60)]
    [InlineData("""{"backstage":{"enabled":"yes","join_ahead_time_seconds":"soon"}}""", false, null)]
    public void Settings_AreReadWhateverIsStored(string settings, bool enabled, int? seconds)
        => Assert.Equal(new(enabled, seconds), CallSettings.Backstage(new(settings)));

    private static CallBook Live(CallBook book) => Backstage.GoLive(book, Books.Now).Value!.Book;

    private static bool IsIn(CallBook book) => Backstage.IsIn(book, CallSettings.Backstage(book.Settings));
}
