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
    private readonly string _url;

    public Viewer(string url, string? fileRoot = null, AddressRule? rule = null)
    {
        _url = url;
        var sources = new MediaSources(rule ?? new AddressRule([], allowPrivate: true), fileRoot, RtpPorts.Default, TimeProvider.System);
        _tracks = new TrackTable(sources.PlayAsync, Native.Pool, new TrackOptions(), TimeProvider.System);
    }

    public int ShortSide { get; set; } = 1440;

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
        await Patience.UntilAsync($"{outcome} of {_url}", async () => (result = await GrabAsync()).Outcome == outcome, () => $"the last was {result}");
        return result!;
    }

    public ValueTask DisposeAsync() => _tracks.DisposeAsync();

    private GrabRequest Request() => new("track", new TrackSource(_url), ShortSide, TimeSpan.FromSeconds(2), Patience.Limit);
}
