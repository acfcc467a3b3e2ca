using OrleansFrames.Cameras;
using OrleansFrames.Capture;
using OrleansFrames.EndToEnd.Tests.Hosts;

namespace OrleansFrames.EndToEnd.Tests;

/// <summary>Each thing that can be wrong with a camera has its own typed outcome, and disturbs nobody else.</summary>
public sealed class OutcomeTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task FaultyCameras_HaveTheirOutcomesWithinTenSeconds_AndTheHealthyOneIsUndisturbed()
    {
        await using var server = await CameraServer.StartAsync(0, TimeProvider.System, CancellationToken.None);
        await using var receiver = await HookReceiver.StartAsync();
        await using var silo = await SiloProcess.StartAsync();
        await Call.HookAsync(silo.Api, receiver.Url);
        var call = await Call.MakeAsync(silo.Api, "faults", interval: 2);
        var healthy = await server.AddAsync(new("healthy"), CancellationToken.None);
        var locked = await server.AddAsync(new("locked", Auth: CameraAuth.Digest, User: "viewer", Password: "right"), CancellationToken.None);
        var deaf = await server.AddAsync(new("audio-only"), CancellationToken.None);
        deaf.Fault = CameraFault.AudioOnly;
        var silent = await server.AddAsync(new("silent"), CancellationToken.None);
        silent.Fault = CameraFault.Silent;
        var dark = await server.AddAsync(new("dark", Picture: CameraPicture.Black), CancellationToken.None);
        Dictionary<string, (string Url, string Outcome)> cases = new()
        {
            ["wrong-password"] = (locked.Url.ToString().Replace("right", "wrong", StringComparison.Ordinal), "failed(auth)"),
            ["wrong-path"] = ($"rtsp://127.0.0.1:{server.Port}/nowhere", "failed(not_found)"),
            ["wrong-host"] = ("rtsp://camera.invalid/stream", "failed(dns)"),
            ["refused"] = ("rtsp://127.0.0.1:1/stream", "failed(refused)"),
            ["no-video"] = (deaf.Url.ToString(), "no_video"),
            ["silent"] = (silent.Url.ToString(), "failed(timeout)"),
            ["dark"] = (dark.Url.ToString(), "blank"),
        };
        await call.PutAsync("healthy", healthy.Url.ToString());
        await call.PutAsync("muted", healthy.Url.ToString(), muted: true);
        foreach (var (user, (url, _)) in cases)
        {
            await call.PutAsync(user, url);
        }

        await call.StartAsync();
        foreach (var (user, (_, outcome)) in cases.Append(new("muted", ("", "muted"))))
        {
            await Patience.UntilAsync(
                async () => Spoken(await call.TicksAsync(), user).LastOrDefault() == outcome,
                Soon,
                () => $"{user} to be {outcome}; it is {string.Join(' ', Spoken(call.TicksAsync().GetAwaiter().GetResult(), user))}");
        }

        await call.StopAsync();
        await call.DrainAsync(receiver);
        var ticks = await call.TicksAsync();
        Assert.All(Spoken(ticks, "healthy"), outcome => Assert.Equal("captured", outcome));
        Assert.Equal(["healthy"], receiver.Ready.Select(body => body.GetProperty("users").EnumerateObject().Single().Name).Distinct());
        Assert.All(ticks.Where(tick => tick.Outcome == TickOutcome.Failed), tick => Assert.NotEmpty(tick.Detail!));
        Assert.DoesNotContain("wrong:", silo.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StalledCamera_IsNamedWithinTenSeconds_AndComesBackByItself()
    {
        await using var server = await CameraServer.StartAsync(0, TimeProvider.System, CancellationToken.None);
        await using var silo = await SiloProcess.StartAsync();
        var call = await Call.MakeAsync(silo.Api, "stall", interval: 2);
        var camera = await server.AddAsync(new("stalling"), CancellationToken.None);
        await call.PutAsync("stalling", camera.Url.ToString());
        await call.StartAsync();
        await LastIsAsync(call, "captured", TimeSpan.FromSeconds(15));

        camera.Fault = CameraFault.Stalled;
        await LastIsAsync(call, "failed(stalled)", Soon);
        camera.Fault = CameraFault.None;
        await LastIsAsync(call, "captured", TimeSpan.FromSeconds(20));
    }

    private static Task LastIsAsync(Call call, string outcome, TimeSpan patience) => Patience.UntilAsync(
        async () => Spoken(await call.TicksAsync(), "stalling").LastOrDefault() == outcome, patience, () => $"the camera to be {outcome}");

    private static IEnumerable<string> Spoken(IEnumerable<Tick> ticks, string user)
        => ticks.Where(tick => tick.UserId == user).Select(tick => OutcomeNames.Spoken(tick.Outcome, tick.Reason));
}
