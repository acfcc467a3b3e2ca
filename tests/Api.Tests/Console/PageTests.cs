using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using OrleansFrames.Api.Console;
using OrleansFrames.Api.Tests.Hosting;

namespace OrleansFrames.Api.Tests.Console;

[Collection(ApiSuite.Name)]
public sealed partial class PageTests(ApiCluster cluster) : IAsyncLifetime
{
    private ApiHost _host = null!;
    private Browser _browser = null!;

    public async Task InitializeAsync()
    {
        _host = await ApiHost.StartAsync(cluster, services: services => services.AddSingleton<IPictureOrigins>(new Pictures()));
        _browser = Browser.Of(_host);
    }

    public async Task DisposeAsync()
    {
        await _browser.DisposeAsync();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task The_page_and_all_it_asks_for_are_served_with_their_types()
    {
        var asked = new Queue<string>(["/console"]);
        var served = new Dictionary<string, string?>();
        while (asked.TryDequeue(out var path))
        {
            if (served.ContainsKey(path))
            {
                continue;
            }

            var reply = await _browser.SendAsync("GET", path);
            Assert.True(reply.Status == 200, $"{path} answers {reply.Status}");
            served[path] = reply.Header("Content-Type");
            foreach (Match link in Links().Matches(reply.Text))
            {
                asked.Enqueue($"/console/{link.Groups["file"].Value}");
            }
        }

        Assert.Equal("text/html; charset=utf-8", served["/console"]);
        Assert.Equal("text/css; charset=utf-8", served["/console/console.css"]);
        Assert.Equal("image/svg+xml", served["/console/icon.svg"]);
        Assert.Equal("text/javascript; charset=utf-8", served["/console/wall.js"]);
        Assert.Equal(PageFiles.Console.Names.Where(name => name != "index.html").Order(), served.Keys.Where(path => path != "/console").Select(path => path["/console/".Length..]).Order());
    }

    [Fact]
    public async Task Nothing_of_the_page_comes_from_elsewhere_or_stands_in_line()
    {
        foreach (var name in PageFiles.Console.Names)
        {
            var text = (await _browser.SendAsync("GET", name == "index.html" ? "/console" : $"/console/{name}")).Text;
            Assert.DoesNotMatch("""(?i)(src|href|url|import|from)\s*[=(]?\s*["']?(https?:)?//""", text);
            Assert.DoesNotMatch("""(?i)<script>|<style|\sstyle=|\son\w+=|innerHTML|eval\(""", text);
        }
    }

    [Theory]
    [InlineData("/console")]
    [InlineData("/console?ticket=abc")]
    [InlineData("/console/main.js")]
    public async Task Browsers_are_told_to_take_nothing_from_elsewhere_but_pictures(string path)
    {
        var reply = await _browser.SendAsync("GET", path);
        Assert.StartsWith(
            "default-src 'self'; img-src 'self' data: https://pictures.example:8443; ", reply.Header("Content-Security-Policy"), StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", reply.Header("Content-Security-Policy"), StringComparison.Ordinal);
        Assert.Equal(("nosniff", "no-referrer", "no-cache"), (reply.Header("X-Content-Type-Options"), reply.Header("Referrer-Policy"), reply.Header("Cache-Control")));
        Assert.NotNull(reply.Header("ETag"));
    }

    [Theory]
    [InlineData("/console/index.html")]
    [InlineData("/console/missing.js")]
    [InlineData("/console/..%2Fmain.js")]
    [InlineData("/console/a/main.js")]
    public async Task Other_names_are_404(string path) => Assert.Equal(404, (await _browser.SendAsync("GET", path)).Status);

    [Fact]
    public async Task A_slash_at_the_end_leads_to_the_page()
    {
        var reply = await _browser.SendAsync("GET", "/console/?ticket=a%2Bb");
        Assert.Equal((302, "../console?ticket=a%2Bb"), (reply.Status, reply.Header("Location")));
    }

    [GeneratedRegex("""(?:(?:href|src)="console/|from "\./)(?<file>[a-z.]+)""")]
    private static partial Regex Links();

    private sealed class Pictures : IPictureOrigins
    {
        public IReadOnlyList<string> Current => ["https://pictures.example:8443"];
    }
}
