using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Logging.Abstractions;
using OrleansFrames.Calls;
using OrleansFrames.Capture;
using OrleansFrames.Ledger;
using OrleansFrames.Silo.Capture;

namespace OrleansFrames.Silo.Tests.Capture;

public sealed class BeatServiceTests : ICaptureBeats, ICaptureRoster, IAsyncDisposable
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(2);

    private readonly SteppedClock _clock = new(PipelineHost.Now);
    private readonly Channel<TimeSpan> _asked = Channel.CreateUnbounded<TimeSpan>();
    private readonly Channel<string> _revived = Channel.CreateUnbounded<string>();
    private readonly ConcurrentQueue<(string Silo, TrackRef[] Tracks)> _beats = new();
    private readonly GrainTable _grains = new();
    private readonly BeatService _service;

    private Func<Task> _answerBeat = () => Task.CompletedTask;
    private Func<StaleCapture[]> _stale = () => [];

    public BeatServiceTests()
    {
        var silo = Proxy.Of<ILocalSiloDetails>((method, _) => method.Name == "get_Name" ? "silo-1" : throw new NotSupportedException(method.Name));
        _service = new(this, this, _grains.Factory, silo, _clock, NullLogger<BeatService>.Instance);
    }

    public IReadOnlyList<TrackRef> Tracks { get; private set; } = [];

    public async ValueTask DisposeAsync()
    {
        await Deadline.For(_service.StopAsync(CancellationToken.None), "the service to stop");
        _service.Dispose();
    }

    [Fact]
    public async Task Beats_EveryTwoSecondsForTheTracksOfTheRosterAsItIsThen()
    {
        await StartAsync();
        Assert.Empty(_beats);
        Tracks = [new("e1", "t1")];
        await NextSweepAsync();
        Tracks = [new("e1", "t1"), new("e2", "t2")];
        await NextSweepAsync();

        Assert.Equal([("silo-1", "t1"), ("silo-1", "t1,t2")], _beats.Select(beat => (beat.Silo, string.Join(',', beat.Tracks.Select(track => track.TrackKey)))));
    }

    [Fact]
    public async Task Revives_AllAtOnceAtTheStart_ThenWhatNobodyBeatForIn6Seconds()
    {
        Answers("c1");
        _stale = () => [new("app", "default:c1", "e1", ["t1", "t2"])];

        Assert.Equal(TimeSpan.Zero, await StartAsync());
        Assert.Equal("c1 e1 t1,t2", await RevivedAsync());
        Assert.Equal(TimeSpan.FromSeconds(6), await NextSweepAsync());
        Assert.Equal("c1 e1 t1,t2", await RevivedAsync());
    }

    [Fact]
    public async Task LedgerAwayAtTheStart_TheFirstSweepThatSucceedsRevivesAll()
    {
        Answers("c1");
        _stale = () => throw new LedgerException("away");
        await StartAsync();
        _stale = () => [new("app", "default:c1", "e1", ["t1"])];

        Assert.Equal(TimeSpan.Zero, await NextSweepAsync());
        Assert.Equal("c1 e1 t1", await RevivedAsync());
        Assert.Equal(TimeSpan.FromSeconds(6), await NextSweepAsync());
    }

    [Theory]
    [InlineData(typeof(LedgerException))]
    [InlineData(typeof(InvalidOperationException))]
    [InlineData(typeof(TaskCanceledException))]
    public async Task BeatFails_TheSweepAndTheNextBeatGoOn(Type fault)
    {
        Answers("c1");
        Tracks = [new("e9", "t9")];
        _answerBeat = () => throw (fault == typeof(LedgerException) ? new LedgerException("away") : (Exception)Activator.CreateInstance(fault)!);
        _stale = () => [new("app", "default:c1", "e1", ["t1"])];

        await StartAsync();
        Assert.Equal("c1 e1 t1", await RevivedAsync());
        await NextSweepAsync();
        Assert.Equal(2, _beats.Count);
    }

    [Fact]
    public async Task OneCallFailsOrHangs_TheOthersAreRevivedAndBeatsGoOn()
    {
        TaskCompletionSource hung = new();
        Answers("fails", () => throw new InvalidOperationException("broken state"));
        Answers("hangs", () => hung.Task);
        Answers("fine");
        Tracks = [new("e9", "t9")];
        _stale = () =>
        [
            new("app", "no-colon", "e0", ["t0"]), new("app", "default:fails", "e1", ["t1"]), new("app", "default:hangs", "e2", ["t2"]),
            new("app", "default:fine", "e3", ["t3"]),
        ];

        await StartAsync();
        Assert.Equal(["fails e1 t1", "hangs e2 t2", "fine e3 t3"], [await RevivedAsync(), await RevivedAsync(), await RevivedAsync()]);
        await NextSweepAsync();
        Assert.Equal(["fails e1 t1", "fine e3 t3"], [await RevivedAsync(), await RevivedAsync()]);
        Assert.Equal(2, _beats.Count);
        hung.SetResult();
    }

    Task ICaptureBeats.BeatAsync(string silo, IReadOnlyList<TrackRef> tracks, CancellationToken cancellationToken)
    {
        _beats.Enqueue((silo, [.. tracks]));
        return _answerBeat();
    }

    Task<IReadOnlyList<StaleCapture>> ICaptureBeats.StaleAsync(TimeSpan age, CancellationToken cancellationToken)
    {
        try
        {
            return Task.FromResult<IReadOnlyList<StaleCapture>>(_stale());
        }
        finally
        {
            _asked.Writer.TryWrite(age);
        }
    }

    Task ICaptureBeats.RegisterAsync(string egressId, IReadOnlyList<string> trackKeys, CancellationToken cancellationToken) => throw new NotSupportedException();

    Task ICaptureBeats.RemoveAsync(string egressId, IReadOnlyList<string> trackKeys, CancellationToken cancellationToken) => throw new NotSupportedException();

    void ICaptureRoster.Add(TrackRef track) => throw new NotSupportedException();

    void ICaptureRoster.Remove(TrackRef track) => throw new NotSupportedException();

    private void Answers(string call, Func<Task>? answer = null) => _grains.Add<ICallGrain>($"call/app/default:{call}", (method, arguments) =>
    {
        Assert.Equal(nameof(ICallGrain.ReviveAsync), method);
        _revived.Writer.TryWrite($"{call} {arguments[0]} {string.Join(',', (IReadOnlyList<string>)arguments[1]!)}");
        return answer?.Invoke() ?? Task.CompletedTask;
    });

    private async Task<TimeSpan> StartAsync()
    {
        await _service.StartAsync(CancellationToken.None);
        return await AgeAsync();
    }

    private async Task<TimeSpan> NextSweepAsync()
    {
        _clock.Advance(Beat);
        return await AgeAsync();
    }

    private async Task<TimeSpan> AgeAsync() => await Deadline.For(_asked.Reader.ReadAsync().AsTask(), "a sweep");

    private async Task<string> RevivedAsync() => await Deadline.For(_revived.Reader.ReadAsync().AsTask(), "a call to be revived");
}
