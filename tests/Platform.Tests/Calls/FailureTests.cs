namespace OrleansFrames.Platform.Tests.Calls;

[Collection(SharedCluster.Name)]
public sealed class FailureTests(PlatformCluster cluster)
{
    [Fact]
    public async Task An_exception_reaches_the_caller_with_its_type()
    {
        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => Grain("throw").ThrowAsync("boom"));
        Assert.Equal("boom", thrown.Message);
        Assert.Equal(3, await Grain("throw").PingAsync(3));
    }

    [Fact]
    public async Task A_grain_that_cannot_start_says_why_to_every_caller()
    {
        for (var attempt = 0; attempt < 2; attempt++)
        {
            var grain = cluster.Grains.GetGrain<IUnstartableGrain>("fail/start");
            var thrown = await Assert.ThrowsAsync<InvalidOperationException>(grain.HelloAsync);
            Assert.Equal("not today", thrown.Message);
        }
    }

    [Fact]
    public async Task A_call_without_an_answer_times_out()
    {
        await Assert.ThrowsAsync<TimeoutException>(() => Grain("hang").HangAsync("hang"));
        cluster.Probe.Open("hang");
        Assert.Equal(4, await Grain("hang").PingAsync(4));
    }

    [Fact]
    public async Task A_circle_of_calls_times_out()
        => await Assert.ThrowsAsync<TimeoutException>(() => Grain("circle/1").CircleAsync(Grain("circle/2"), back: false));

    [Fact]
    public async Task Cancelling_reaches_the_grain_and_frees_the_caller()
    {
        using var cancel = new CancellationTokenSource();
        var call = Grain("cancel").CancellableAsync("cancel", cancel.Token);
        Assert.Equal("inside", await cluster.Probe.NextAsync("cancel"));
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.Equal("cancelled", await cluster.Probe.NextAsync("cancel"));
    }

    [Fact]
    public async Task A_call_cancelled_before_it_starts_never_runs()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Grain("early").CancellableAsync("early", new(canceled: true)));
        Assert.Equal(5, await Grain("early").PingAsync(5));
        Assert.Empty(cluster.Probe.Drain("early"));
    }

    [Fact]
    public async Task A_one_way_call_returns_before_it_has_run()
    {
        await Grain("oneway").TellAsync("oneway").WaitAsync(Deadline.Patience);
        cluster.Probe.Open("oneway");
        Assert.Equal("told", await cluster.Probe.NextAsync("oneway"));
    }

    [Fact]
    public async Task A_one_way_call_tells_of_no_error()
    {
        await Grain("oneway-throw").TellAndThrowAsync("oneway-throw");
        Assert.Equal("thrown", await cluster.Probe.NextAsync("oneway-throw"));
        Assert.Equal(6, await Grain("oneway-throw").PingAsync(6));
    }

    private IFailureGrain Grain(string key) => cluster.Grains.GetGrain<IFailureGrain>("fail/" + key);
}
