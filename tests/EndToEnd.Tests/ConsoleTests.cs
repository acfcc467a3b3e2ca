using System.Text.RegularExpressions;
using Microsoft.Playwright;
using OrleansFrames.Cameras;
using OrleansFrames.EndToEnd.Tests.Browser;
using OrleansFrames.EndToEnd.Tests.Hosts;
using static Microsoft.Playwright.Assertions;

namespace OrleansFrames.EndToEnd.Tests;

/// <summary>The console as an operator uses it, in a real browser against a real silo.</summary>
public sealed partial class ConsoleTests
{
    private static readonly string[] Names = ["Ada", "Grace"];

    [Fact]
    public async Task Operator_SignsIn_SeesEveryParticipant_StopsStartsAndChangesTheCallType()
    {
        await using var server = await CameraServer.StartAsync(0, TimeProvider.System, CancellationToken.None);
        await using var silo = await SiloProcess.StartAsync();
        var call = await Call.MakeAsync(silo.Api, "console", interval: 2, quality: "360p");
        foreach (var name in Names)
        {
            await call.PutAsync(name, (await server.AddAsync(new(name), CancellationToken.None)).Url.ToString());
        }

        await call.PutAsync("locked-out", "rtsp://127.0.0.1:1/none");
        await call.StartAsync();
        await using var chromium = await Chromium.StartAsync();
        var page = await chromium.OpenAsync();
        await SignInAsync(page, silo);
        await WallShowsAsync(page, call);
        await StopAndStartAsync(page, call);
        await CallTypeAsync(page, silo.Api);
        await page.GetByTestId("sign-out").ClickAsync();
        await Expect(page.GetByTestId("sign-in")).ToBeVisibleAsync();
    }

    private static async Task SignInAsync(IPage page, SiloProcess silo)
    {
        await page.GotoAsync($"http://127.0.0.1:{silo.Port}/console");
        await page.GetByTestId("sign-in-key").FillAsync(SiloProcess.ApiKey);
        await page.GetByTestId("sign-in-secret").FillAsync("not the secret, as it happens");
        await page.GetByTestId("sign-in-button").ClickAsync();
        await Expect(page.GetByTestId("sign-in-error")).ToBeVisibleAsync();
        await page.GetByTestId("sign-in-secret").FillAsync(SiloProcess.Secret);
        await page.GetByTestId("sign-in-button").ClickAsync();
        await Expect(page.GetByTestId("console")).ToBeVisibleAsync();
    }

    /// <summary>A tile for each participant: a picture that loads and is young, or the reason why there is none.</summary>
    private static async Task WallShowsAsync(IPage page, Call call)
    {
        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync(call.Cid);
        await page.Keyboard.PressAsync("Enter");
        foreach (var name in Names)
        {
            var tile = Tile(page, name);
            await Expect(tile.GetByTestId("outcome")).ToHaveTextAsync("captured", new() { Timeout = 20_000 });
            await Expect(tile.Locator("img")).ToBeVisibleAsync();
            Assert.Equal(360, await tile.Locator("img").EvaluateAsync<int>("image => image.naturalHeight"));
            await Expect(tile.GetByTestId("age")).ToHaveTextAsync(Seconds());
            await Expect(tile.GetByTestId("rec")).ToBeVisibleAsync();
        }

        await Expect(Tile(page, "locked-out").GetByTestId("outcome")).ToHaveTextAsync("failed(refused)");
        await Expect(Tile(page, "locked-out").GetByTestId("detail")).Not.ToBeEmptyAsync();
    }

    private static async Task StopAndStartAsync(IPage page, Call call)
    {
        await page.GetByTestId("stop").ClickAsync();
        await Expect(page.GetByTestId("start")).ToBeEnabledAsync(new() { Timeout = 15_000 });
        await Patience.UntilAsync(async () => (await call.EgressAsync()).EndedAt is not null, TimeSpan.FromSeconds(15), () => "the recording to end");
        await page.GetByTestId("start").ClickAsync();
        await Expect(page.GetByTestId("stop")).ToBeEnabledAsync(new() { Timeout = 15_000 });
    }

    private static async Task CallTypeAsync(IPage page, ApiClient api)
    {
        await Expect(page.GetByTestId("type-interval")).ToHaveValueAsync("3");
        await page.GetByTestId("type-interval").FillAsync("61");
        await page.GetByTestId("type-save").ClickAsync();
        await Expect(page.GetByTestId("type-interval-error")).ToBeVisibleAsync();
        await page.GetByTestId("type-interval").FillAsync("5");
        await page.GetByTestId("type-quality").SelectOptionAsync("1080p");
        await page.GetByTestId("type-save").ClickAsync();
        await Expect(page.GetByTestId("type-interval-error")).ToBeHiddenAsync();
        await Patience.UntilAsync(
            async () => (await api.SendAsync(HttpMethod.Get, "video/calltypes/default")).GetProperty("settings").GetProperty("frame_recording")
                .GetProperty("capture_interval_in_seconds").GetInt32() == 5,
            TimeSpan.FromSeconds(10),
            () => "the call type to be saved");
    }

    private static ILocator Tile(IPage page, string user) => page.Locator($"[data-testid=tile][data-user={user}]");

    [GeneratedRegex(@"^\d+(\.\d+)? ?s")]
    private static partial Regex Seconds();
}
