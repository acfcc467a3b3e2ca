using System.Text.RegularExpressions;
using OrleansFrames.Api.Console;
using OrleansFrames.Api.Tests.Hosting;

namespace OrleansFrames.Api.Tests.OpenApi;

[Collection(ApiSuite.Name)]
public sealed partial class DocsPageTests(ApiCluster cluster) : IAsyncLifetime
{
    private ApiHost _host = null!;

    public async Task InitializeAsync() => _host = await ApiHost.StartAsync(cluster);

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task The_page_and_all_it_asks_for_are_served()
    {
        var asked = new Queue<string>(["/docs"]);
        var served = new HashSet<string>();
        while (asked.TryDequeue(out var path))
        {
            if (served.Add(path))
            {
                foreach (Match link in Links().Matches(await _host.Http.GetStringAsync(path)))
                {
                    asked.Enqueue($"/docs/{link.Groups["file"].Value}");
                }
            }
        }

        Assert.Equal(PageFiles.Docs.Names.Select(name => name == PageFiles.Page ? "/docs" : $"/docs/{name}").Order(), served.Order());
    }

    [Fact]
    public async Task It_takes_nothing_from_elsewhere_and_browsers_are_told_so()
    {
        foreach (var name in PageFiles.Docs.Names)
        {
            using var answer = await _host.Http.GetAsync(name == PageFiles.Page ? "/docs" : $"/docs/{name}");
            var text = await answer.Content.ReadAsStringAsync();
            Assert.StartsWith("default-src 'self'; ", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
            Assert.DoesNotMatch("""(?i)(src|href|url|import|from)\s*[=(]?\s*["']?(https?:)?//""", text);
            Assert.DoesNotMatch("""(?i)<script>|<style|\sstyle=|\son\w+=|innerHTML|eval\(""", text);
        }
    }

    [GeneratedRegex("""(?:(?:href|src)="docs/|from "\./)(?<file>[a-z.]+)""")]
    private static partial Regex Links();
}
