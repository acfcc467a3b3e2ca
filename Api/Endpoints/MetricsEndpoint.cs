using OrleansFrames.Api.Metrics;

namespace OrleansFrames.Api.Endpoints;

/// <summary><c>/metrics</c>: numbers about this host, for Prometheus. Neither ids nor names are in them.</summary>
internal static class MetricsEndpoint
{
    public static void MapMetrics(this IEndpointRouteBuilder routes)
    {
        // Made now: what is counted before somebody asks is counted too.
        var reader = routes.ServiceProvider.GetRequiredService<MetricsReader>();
        routes.MapGet("/metrics", () => TypedResults.Text(reader.Read(), MetricsReader.ContentType));
    }
}
