using Microsoft.Playwright;
using OrleansFrames.Cameras;
using OrleansFrames.Capture;
using OrleansFrames.EndToEnd.Tests.Browser;
using OrleansFrames.EndToEnd.Tests.Hosts;

namespace OrleansFrames.EndToEnd.Tests;

/// <summary>GetStream's own client for browsers, unmodified: in a real browser on a page of another origin, and under Node.</summary>
public sealed class ClientTests
{
    private const string Able = "start-frame-record-call,stop-frame-record-call";
    private const string NotAllowed = "ErrorFromResponse 17 403";

    private static readonly string[] Grants =
        ["create-call", "read-call", "update-call", "join-call", "start-frame-recording", "stop-frame-recording"];

    [Fact]
    public Task VideoClient_OnAPage_RecordsAndHears() => OnAPageAsync(async (page, call, _) =>
    {
        await ConnectAsync(page);
        await RecordAsync(page, call);
    });

    [Fact]
    public Task VideoClient_OnAPage_OutlivesItsTokenAndTheServer() => OnAPageAsync(async (page, _, silo) =>
    {
        await TokensAsync(page);
        silo.Kill();
        await silo.WaitForExitAsync(TimeSpan.FromSeconds(30));
        await silo.StartAgainAsync();
        await AskAsync(page, "await brief.hearsAgain('after a crash')");
    });

    [Fact]
    public async Task VideoClient_UnderNode_RecordsAndHears()
    {
        await using var server = await PageServer.StartAsync();
        await using var cameras = await CameraServer.StartAsync(0, TimeProvider.System, CancellationToken.None);
        await using var silo = await SiloProcess.StartAsync();
        await PrepareAsync(silo.Api, cameras);
        var output = await Node.RunAsync(
            "node.mjs", $"http://127.0.0.1:{silo.Port}/video", SiloProcess.ApiKey, server.Origin, "page");
        Assert.EndsWith("done\n", output, StringComparison.Ordinal);
    }

    private static async Task OnAPageAsync(Func<IPage, Call, SiloProcess, Task> act)
    {
        await using var server = await PageServer.StartAsync();
        await server.BundleAsync();
        await using var cameras = await CameraServer.StartAsync(0, TimeProvider.System, CancellationToken.None);
        await using var silo = await SiloProcess.StartAsync(new Dictionary<string, string> { ["Api__AllowedOrigins__0"] = server.Origin });
        var call = await PrepareAsync(silo.Api, cameras);
        await using var chromium = await Chromium.StartAsync();
        var page = await chromium.OpenAsync();
        await page.GotoAsync(server.Origin);
        foreach (var name in (string[])["mod", "ada", "late", "brief"])
        {
            await page.EvaluateAsync(
                "([name, options]) => { window[name] = new Page(options); }",
                new object[] { name, new { baseURL = $"http://127.0.0.1:{silo.Port}/video", key = SiloProcess.ApiKey, backend = server.Origin } });
        }

        await act(page, call, silo);
        await StrangersAsync(page, server, silo);
    }

    /// <summary>A moderator who may record, a visitor who may not, and a call with a real camera.</summary>
    private static async Task<Call> PrepareAsync(ApiClient api, CameraServer cameras)
    {
        var camera = await cameras.AddAsync(new("seen"), CancellationToken.None);
        await api.SendAsync(HttpMethod.Post, "users", new { Users = new Dictionary<string, object> { ["mod"] = new { Id = "mod", Role = "moderator" } } });
        await api.SendAsync(HttpMethod.Put, "video/calltypes/default", new { Grants = new Dictionary<string, string[]> { ["moderator"] = Grants } });
        var call = await Call.MakeAsync(api, "page", interval: 2, quality: "360p");
        await call.PutAsync("seen", camera.Url.ToString());
        return call;
    }

    private static async Task ConnectAsync(IPage page)
    {
        Assert.Equal("mod,mod on a page,moderator,4", await AskAsync(page, "Object.values(await mod.connect('mod')).join()"));
        Assert.Equal("true,mod", await AskAsync(page, "Object.values(await mod.create('page-own')).join()"));
        Assert.Equal(Able, await AskAsync(page, "(await mod.open('page')).join()"));
        await AskAsync(page, "(await ada.connect('ada')).id");
        Assert.Equal("", await AskAsync(page, "(await ada.open('page')).join()"));
    }

    private static async Task RecordAsync(IPage page, Call call)
    {
        Assert.Equal(NotAllowed, await RefusalAsync(page, "ada.startRefused()"));
        await AskAsync(page, "await mod.start()");
        await Patience.UntilAsync(
            async () => (await call.TicksAsync()).Any(tick => tick.Outcome == TickOutcome.Captured), TimeSpan.FromSeconds(60), () => "a picture of the camera");
        Assert.Equal(NotAllowed, await RefusalAsync(page, "ada.stopRefused()"));
        await AskAsync(page, "await mod.stop()");

        // Who watches hears of it whoever did it; pictures are announced to servers alone.
        foreach (var type in (string[])["call.frame_recording_started", "call.frame_recording_stopped"])
        {
            await Patience.UntilAsync(
                async () => await AskAsync(page, $"ada.count('{type}')") != "0", TimeSpan.FromSeconds(60), () => $"the visitor to hear {type}");
        }

        Assert.Equal("0", await AskAsync(page, "mod.count('call.frame_recording_ready') + ada.count('call.frame_recording_ready')"));

        Assert.Equal("ErrorFromResponse 4 400", await RefusalAsync(page, "mod.stopRefused()"));
        Assert.Equal("ErrorFromResponse 4 400", await RefusalAsync(page, "mod.joinRefused()"));
    }

    /// <summary>A token that is dead, and one that dies: the client fetches another and goes on.</summary>
    private static async Task TokensAsync(IPage page)
    {
        Assert.Equal("late", await AskAsync(page, "(await late.connect('late', [-10, 3600])).id"));
        Assert.Equal("true", await AskAsync(page, "late.tokens > 1"));
        Assert.Equal("true", await AskAsync(page, "await brief.outlivesItsToken('mod', 'page') > 1"));
    }

    /// <summary>The same page at another name is another origin, which nobody allowed.</summary>
    private static async Task StrangersAsync(IPage page, PageServer server, SiloProcess silo)
    {
        await page.GotoAsync(server.Origin.Replace("127.0.0.1", "localhost", StringComparison.Ordinal));
        Assert.Equal("refused", await page.EvaluateAsync<string>(
            "url => new Promise(done => { const socket = new WebSocket(url); socket.onopen = () => done('open'); socket.onerror = () => done('refused'); })",
            $"ws://127.0.0.1:{silo.Port}/video/connect?api_key={SiloProcess.ApiKey}&stream-auth-type=jwt"));
        Assert.Equal("TypeError", await page.EvaluateAsync<string>(
            "url => fetch(url).then(() => 'read', error => error.name)", $"http://127.0.0.1:{silo.Port}/video/call/default/page?api_key={SiloProcess.ApiKey}"));
    }

    private static Task<string> AskAsync(IPage page, string expression) => page.EvaluateAsync<string>($"async () => String({expression})");

    private static Task<string> RefusalAsync(IPage page, string action)
        => AskAsync(page, $"await {action}.then(error => `${{error.name}} ${{error.code}} ${{error.status}}`)");
}
