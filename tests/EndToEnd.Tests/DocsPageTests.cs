using OrleansFrames.EndToEnd.Tests.Browser;
using OrleansFrames.EndToEnd.Tests.Hosts;
using static Microsoft.Playwright.Assertions;

namespace OrleansFrames.EndToEnd.Tests;

/// <summary>The API's page in a real browser: it shows the document, and sends requests for who is signed in to the console.</summary>
public sealed class DocsPageTests(RunningSilo running) : IClassFixture<RunningSilo>
{
    [Fact]
    public async Task Reader_FindsAnOperation_SignsIn_AndSendsIt()
    {
        await using var chromium = await Chromium.StartAsync();
        var page = await chromium.OpenAsync();
        List<string> faults = [];
        page.PageError += (_, fault) => faults.Add(fault);
        page.Console += (_, message) => faults.AddRange(message.Type == "error" ? [message.Text] : Array.Empty<string>());
        var docs = $"http://127.0.0.1:{running.Port}/docs";
        await page.GotoAsync(docs);
        await Expect(page.GetByTestId("who")).ToHaveTextAsync("sign in to send requests");
        await page.GetByTestId("find").FillAsync("startframe");
        await page.GetByTestId("list").GetByText("StartFrameRecording").ClickAsync();
        await Expect(page.GetByTestId("operation")).ToContainTextAsync("/api/v2/video/call/{type}/{id}/start_frame_recording");
        await Expect(page.GetByTestId("operation")).ToContainTextAsync("recording_external_storage");
        await page.GetByTestId("document").SelectOptionAsync("openapi/v1-clients.json");
        await Expect(page.GetByTestId("operation").Locator("code")).ToHaveTextAsync("/video/call/{type}/{id}/start_frame_recording");

        await page.GotoAsync($"http://127.0.0.1:{running.Port}/console");
        await page.GetByTestId("sign-in-key").FillAsync(SiloProcess.ApiKey);
        await page.GetByTestId("sign-in-secret").FillAsync(SiloProcess.Secret);
        await page.GetByTestId("sign-in-button").ClickAsync();
        await Expect(page.GetByTestId("console")).ToBeVisibleAsync();
        await page.GotoAsync($"{docs}#GetCallType");
        await Expect(page.GetByTestId("who")).ToHaveTextAsync($"app {SiloProcess.ApiKey}");
        await page.Locator("#field-name").FillAsync("livestream");
        await page.GetByTestId("send").ClickAsync();
        await Expect(page.GetByTestId("result")).ToContainTextAsync("\"name\":\"livestream\"");
        await Expect(page.GetByTestId("result")).ToContainTextAsync("200");
        Assert.Empty(faults);
    }
}
