using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OrleansFrames.Api;
using OrleansFrames.Apps;

namespace OrleansFrames.Architecture.Tests;

/// <summary>Every route that is mapped is in the API's document, with its method.</summary>
public sealed class RouteDocsTests
{
    [Fact]
    public async Task Every_route_is_in_the_document()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddSingleton(DispatchProxy.Create<IGrainFactory, KeyRecorder>());
        builder.Services.AddSingleton(DispatchProxy.Create<IAppDirectory, KeyRecorder>());
        builder.Services.AddSingleton(DispatchProxy.Create<ISecretBox, KeyRecorder>());
        builder.Services.AddFramesApi();
        await using var app = builder.Build();
        app.MapFramesApi();
        var document = Repository.Text("docs/api.md");
        var routes = ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .SelectMany(route => route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? [], (route, method) => (Method: method, Path: Written(route)))
            .Where(route => route.Method != "HEAD" && !IsTwin(route.Path) && !IsPageFile(route.Path))
            .ToList();
        Assert.Contains(("GET", "/healthz"), routes);
        Assert.DoesNotContain(routes, route => !document.Contains($"`{route.Method} {route.Path}", StringComparison.Ordinal));
    }

    private static string Written(RouteEndpoint route) => route.RoutePattern.RawText!.Replace("{**", "{", StringComparison.Ordinal);

    // The document says once that each of these is the same as its path under /api/v2.
    private static bool IsTwin(string path) => path.StartsWith("/video/", StringComparison.Ordinal);

    private static bool IsPageFile(string path) => path.StartsWith("/console/", StringComparison.Ordinal) || path.StartsWith("/docs/", StringComparison.Ordinal);
}
