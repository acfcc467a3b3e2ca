using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using OrleansFrames.EndToEnd.Tests.Hosts;

namespace OrleansFrames.EndToEnd.Tests.Browser;

/// <summary>A user's web server: it has the page with GetStream's client in it, and tokens for those who use the page.</summary>
internal sealed class PageServer : IAsyncDisposable
{
    private const string Html = """<!doctype html><meta charset="utf-8"><title>A page</title><link rel="icon" href="data:,"><script src="page.js"></script>""";

    private static readonly TimeSpan BundlePatience = TimeSpan.FromSeconds(90);

    private readonly WebApplication _app;
    private readonly string _folder;

    private PageServer(WebApplication app, string folder) => (_app, _folder) = (app, folder);

    /// <summary>As browsers name it.</summary>
    public string Origin => _app.Urls.Single();

    public static async Task<PageServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        PageServer server = new(builder.Build(), Directory.CreateTempSubdirectory("frames-page-").FullName);
        server._app.MapGet("/", () => Results.Content(Html, "text/html"));
        server._app.MapGet("/page.js", () => Results.File(server.Script, "text/javascript"));
        server._app.MapGet("/token", (string user, int seconds) => Tokens.Of(user, seconds));

        // GetStream's client asks its maker's network where on the globe it is, unless it is told to ask elsewhere.
        server._app.MapMethods("/hint", [HttpMethods.Head], (HttpResponse response) => response.Headers["x-amz-cf-pop"] = "CPH50-C1");
        await server._app.StartAsync();
        return server;
    }

    /// <summary>Puts the page's programs and the client into one script, as a web developer does.</summary>
    public async Task BundleAsync()
    {
        using CancellationTokenSource deadline = new(BundlePatience);
        using var node = Process.Start(new ProcessStartInfo("node", [Path.Combine(Built.Sdk, "bundle.mjs"), Script]) { RedirectStandardError = true })!;
        var errors = await node.StandardError.ReadToEndAsync(deadline.Token);
        await node.WaitForExitAsync(deadline.Token);
        Assert.True(node.ExitCode == 0, errors);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private string Script => Path.Combine(_folder, "page.js");
}
