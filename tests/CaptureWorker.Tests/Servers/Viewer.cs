using OrleansFrames.Capture;
using OrleansFrames.CaptureWorker.Sources;
using OrleansFrames.CaptureWorker.Sources.Rtp;
using OrleansFrames.CaptureWorker.Tests.Pictures;
using OrleansFrames.CaptureWorker.Tracks;
using OrleansFrames.Network;

namespace OrleansFrames.CaptureWorker.Tests.Servers;

/// <summary>A track of any source, as a worker has it, and what it gives.</summary>
internal sealed class Viewer : IAsyncDisposable
{
    private readonly TrackTable _tracks;
    private readonly TrackSource _source;

    public Viewer(string url, string? fileRoot = null, AddressRule? rule = null)
        : this(new TrackSource(url), fileRoot, rule)
    {
    }

    public Viewer(TrackSource source, string? fileRoot = null, AddressRule? rule = null, RtpPorts? ports = null)
    {
        _source = source;
        var sources = new MediaSources(rule ?? new AddressRule([], allowPrivate: true), fileRoot, RtpShared.For(ports ?? RtpPorts.Default, TimeProvider.System), TimeProvider.System);
        _tracks = new TrackTable(sources.PlayAsync, Native.Pool, new TrackOptions(), TimeProvider.System);
    }

    public int ShortSide { get; set; } = 1440;

    /// <summary>How long a grab may take.</summary>
    public TimeSpan Budget { get; set; } = Patience.Limit;

    public async Task<GrabResult> GrabAsync()
    {
        using var grab = await _tracks.GrabAsync(Request(), CancellationToken.None);
        return grab.Result.Picture is { } picture
            ? grab.Result with { Picture = picture with { Bytes = picture.Bytes.ToArray() } }
            : grab.Result;
    }

    /// <summary>Grabs until there is a picture.</summary>
    public async Task<Picture> NextAsync() => (await UntilAsync(TickOutcome.Captured)).Picture!;

    /// <summary>Grabs until one of them ends this way.</summary>
    public async Task<GrabResult> UntilAsync(TickOutcome outcome)
    {
        GrabResult? result = null;
        await Patience.UntilAsync($"{outcome} of {_source}", async () => (result = await GrabAsync()).Outcome == outcome, () => $"the last was {result}");
        return result!;
    }

    public ValueTask DisposeAsync() => _tracks.DisposeAsync();

    private GrabRequest Request() => new("track", _source, ShortSide, TimeSpan.FromSeconds(2), Budget);
}
