using Microsoft.Extensions.DependencyInjection;
using OrleansFrames.Api.Tests.Hosting;
using OrleansFrames.Storage;

namespace OrleansFrames.Api.Tests.Endpoints;

[Collection(ApiSuite.Name)]
public sealed class FrameContentTests(ApiCluster cluster) : IAsyncLifetime
{
    private const string Good = "?exp=1&kid=k&sig=s";
    private static readonly byte[] Jpeg = [0xff, 0xd8, 0xff, 0xd9];

    private readonly FakeContent _content = new();
    private ApiHost _host = null!;

    public async Task InitializeAsync()
        => _host = await ApiHost.StartAsync(cluster, services: services => services.AddSingleton<IFrameContent>(_content));

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Theory]
    [InlineData("GET")]
    [InlineData("HEAD")]
    public async Task A_picture_needs_no_token_and_comes_safely(string method)
    {
        using var response = await _host.Http.SendAsync(new(new(method), $"/frames/key/e1/t%201/00000001-ab.jpg{Good}"));
        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal("image/jpeg", response.Content.Headers.ContentType?.ToString());
        Assert.Equal(Jpeg.Length, response.Content.Headers.ContentLength);
        Assert.Equal("inline", response.Content.Headers.ContentDisposition?.ToString());
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.True(response.Headers.CacheControl!.Private);
        Assert.Equal(method == "GET" ? Jpeg : [], await response.Content.ReadAsByteArrayAsync());
        Assert.Equal(("key", "e1/t 1/00000001-ab.jpg", new FrameSignature("1", "k", "s")), _content.Asked);
        Assert.True(_content.Closed);
    }

    [Theory]
    [InlineData("/frames/key/e1/missing.jpg?exp=1&kid=k&sig=s")]
    [InlineData("/frames/key/e1/a.jpg?exp=1&kid=k&sig=wrong")]
    [InlineData("/frames/key/e1/a.jpg")]
    [InlineData("/frames/key/e1/a.jpg?exp=1&exp=1&kid=k&sig=s")]
    [InlineData("/frames/key/e1%2Fa.jpg?exp=1&kid=k&sig=s")]
    [InlineData("/frames/key/e1/%2e%2e%2f%2e%2e/a.jpg?exp=1&kid=k&sig=s")]
    [InlineData("/frames/key/e1%5Ca.jpg?exp=1&kid=k&sig=s")]
    [InlineData("/frames/key//a.jpg?exp=1&kid=k&sig=s")]
    [InlineData("/frames/key/e1/%252e%252e/a.jpg?exp=1&kid=k&sig=s")]
    [InlineData("/frames/key/?exp=1&kid=k&sig=s")]
    public async Task Wrong_and_missing_answer_alike(string path)
    {
        using var response = await _host.Http.GetAsync(new Uri(path, UriKind.Relative));
        Assert.Equal(404, (int)response.StatusCode);
        var body = await response.Content.ReadAsStringAsync();
        Assert.Equal("""{"StatusCode":404,"code":16,"message":"Not Found","details":[],"more_info":""}""", body);
    }

    [Fact]
    public async Task A_store_that_is_away_is_503_without_its_path()
    {
        var reply = await _host.SendAsync(new(HttpMethod.Get, $"/frames/key/e1/away.jpg{Good}"));
        Assert.Equal(503, reply.Status);
        Assert.DoesNotContain("secret path", reply.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_without_a_store_answers_as_if_nothing_were_there()
    {
        await using var host = await ApiHost.StartAsync(cluster);
        Assert.Equal(404, (await host.SendAsync(new(HttpMethod.Get, $"/frames/key/e1/a.jpg{Good}"))).Status);
    }

    private sealed class FakeContent : IFrameContent
    {
        public (string App, string Path, FrameSignature Signature) Asked { get; private set; }

        public bool Closed { get; private set; }

        public Task<Stream?> OpenAsync(string app, string path, FrameSignature query, CancellationToken cancellationToken)
        {
            Asked = (app, path, query);
            if (path.Contains("away", StringComparison.Ordinal))
            {
                throw new IOException("secret path");
            }

            var found = query == new FrameSignature("1", "k", "s") && !path.Contains("missing", StringComparison.Ordinal);
            return Task.FromResult<Stream?>(found ? new Watched(Jpeg, () => Closed = true) : null);
        }
    }

    private sealed class Watched(byte[] bytes, Action closed) : MemoryStream(bytes)
    {
        protected override void Dispose(bool disposing)
        {
            closed();
            base.Dispose(disposing);
        }
    }
}
