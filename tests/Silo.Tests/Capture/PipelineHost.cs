using Microsoft.Extensions.DependencyInjection;
using OrleansFrames.Apps;
using OrleansFrames.Capture;
using OrleansFrames.Ledger;
using OrleansFrames.Silo.Capture;
using OrleansFrames.Storage;
using OrleansFrames.Users;

namespace OrleansFrames.Silo.Tests.Capture;

/// <summary>A tick pipeline between a grabber, a store, a ledger and a user that do what the test says.</summary>
internal sealed class PipelineHost : IFrameGrabber, IFrameStore, ITickLedger, ISecretBox, IDisposable
{
    public static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    public static readonly byte[] Jpeg = [0xFF, 0xD8, 1, 2, 3, 0xFF, 0xD9];

    private readonly ServiceProvider _services;

    public PipelineHost()
    {
        User = new("ada", "host")
        {
            Name = "Ada",
            Image = "https://example.com/ada.png",
            CreatedAt = Now.AddDays(-9),
            UpdatedAt = Now.AddDays(-8),
            LastActive = Now.AddSeconds(-7),
            Online = true,
        };
        AnswerUser = _ => Task.FromResult<UserResponse?>(User);
        var grains = new GrainTable().Add<IUserGrain>("user/app/ada", (method, _) => method switch
        {
            nameof(IUserGrain.GetAsync) or nameof(IUserGrain.EnsureAsync) => AnswerUser(method),
            _ => throw new NotSupportedException(method),
        });
        _services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<TimeProvider>(Clock)
            .AddSingleton(grains.Factory)
            .AddSingleton<IFrameGrabber>(this)
            .AddSingleton<IFrameStore>(this)
            .AddSingleton<ITickLedger>(this)
            .AddSingleton<ISecretBox>(this)
            .AddTickPipeline()
            .BuildServiceProvider();
    }

    public SteppedClock Clock { get; } = new(Now);

    public ITickPipeline Pipeline => _services.GetRequiredService<ITickPipeline>();

    public UserResponse User { get; set; }

    public List<GrabRequest> Grabs { get; } = [];

    public List<string> Watched { get; } = [];

    public List<string> Released { get; } = [];

    public List<(string Key, byte[] Bytes)> Stored { get; } = [];

    public List<string> ContentTypes { get; } = [];

    public List<(TickRow Row, EventRow? Announcement)> Appended { get; } = [];

    public Func<CancellationToken, Task<GrabResult>> AnswerGrab { get; set; } = _ => Task.FromResult(Captured());

    public Func<CancellationToken, Task<StoreResult>> AnswerPut { get; set; } = _ => Task.FromResult(StoreResult.Stored);

    public Func<TickRow, Task<bool>> AnswerAppend { get; set; } = _ => Task.FromResult(true);

    public Func<string, Task<UserResponse?>> AnswerUser { get; set; }

    public Func<Task> AnswerTold { get; set; } = () => Task.CompletedTask;

    public Func<string, string> AnswerOpen { get; set; } = text => text;

    public static GrabResult Captured(byte[]? bytes = null)
        => new(TickOutcome.Captured, Picture: new(bytes ?? Jpeg, 1280, 720, Now.AddMilliseconds(-40), "key", "arrival"));

    public static TickOrder Order(long tick = 7, bool muted = false, int interval = 3, string? userInfo = null) => new(
        new(
            "app", "default:c1", "session-1", "egress-1", "camera-0123456789abcdef", "ada", "ada-phone", TrackType.Video,
            new("rtsp://camera/live") { SealedUserInfo = userInfo }, muted, [new(0, Now.AddSeconds(-interval * tick), interval, 720)], Now, ""),
        tick, Now, interval, 720);

    public Task<TickRow> RunAsync(TickOrder order, CancellationToken cancellationToken = default)
        => Deadline.For(Pipeline.RunAsync(order, cancellationToken), $"tick {order.Tick}");

    public Task<GrabResult> GrabAsync(GrabRequest request, CancellationToken cancellationToken)
    {
        Grabs.Add(request);
        return AnswerGrab(cancellationToken);
    }

    public Task WatchAsync(GrabRequest request, CancellationToken cancellationToken)
    {
        Watched.Add(request.Source.Url);
        return AnswerTold();
    }

    public Task ReleaseAsync(string trackKey, CancellationToken cancellationToken)
    {
        Released.Add(trackKey);
        return AnswerTold();
    }

    public Task<StoreResult> PutAsync(string app, string objectKey, ReadOnlyMemory<byte> bytes, string contentType, CancellationToken cancellationToken)
    {
        Assert.Equal("app", app);
        Stored.Add((objectKey, bytes.ToArray()));
        ContentTypes.Add(contentType);
        return AnswerPut(cancellationToken);
    }

    public Task<bool> AppendAsync(TickRow tick, EventRow? announcement, CancellationToken cancellationToken)
    {
        Appended.Add((tick, announcement));
        return AnswerAppend(tick);
    }

    public Task FillAsync(IReadOnlyList<TickRow> ticks, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<long?> LastTickAsync(string egressId, string trackKey, CancellationToken cancellationToken) => throw new NotSupportedException();

    public string Seal(string app, string secret) => throw new NotSupportedException();

    public string Open(string app, string sealedSecret) => AnswerOpen(sealedSecret);

    public void Dispose() => _services.Dispose();
}
