using Microsoft.Playwright;

namespace OrleansFrames.EndToEnd.Tests.Browser;

/// <summary>The system's Chromium, headless, with a fresh profile.</summary>
internal sealed class Chromium : IAsyncDisposable
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];

    // Without these, Chromium calls its maker's hosts at every start.
    private static readonly string[] Quiet =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
        // A camera of its own making, which pages need not ask for.
        "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream",
    ];

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private Chromium(IPlaywright playwright, IBrowser browser) => (_playwright, _browser) = (playwright, browser);

    public static async Task<Chromium> StartAsync()
    {
        Assertions.SetDefaultExpectTimeout(30_000);
        var playwright = await Playwright.CreateAsync();
        return new(playwright, await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Find(), Args = Quiet }));
    }

    public Task<IPage> OpenAsync() => _browser.NewPageAsync(new() { ViewportSize = new() { Width = 1280, Height = 800 } });

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }

    private static string Find() => "/usr/bin:/usr/local/bin:/snap/bin".Split(':')
        .SelectMany(folder => Names.Select(name => Path.Combine(folder, name)))
        .FirstOrDefault(File.Exists) ?? throw new InvalidOperationException($"None of {string.Join(", ", Names)} is installed.");
}
