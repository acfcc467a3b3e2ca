using Microsoft.AspNetCore.Http.HttpResults;

namespace OrleansFrames.Api.OpenApi;

/// <summary><c>/openapi/v1.json</c> and <c>/openapi/v1-clients.json</c>: open, since they say no more than the documentation does.</summary>
internal static class OpenApiEndpoints
{
    public static void MapOpenApi(this IEndpointRouteBuilder routes)
    {
        Map(routes, "/openapi/v1.json", forClients: false);
        Map(routes, "/openapi/v1-clients.json", forClients: true);
    }

    private static void Map(IEndpointRouteBuilder routes, string path, bool forClients)
    {
        // Made when it is first asked for: by then every operation is mapped.
        byte[]? document = null;
        routes.MapGet(path, (HttpContext http, EndpointDataSource endpoints) =>
        {
            http.Response.Headers.XContentTypeOptions = "nosniff";
            http.Response.Headers.CacheControl = "no-cache";
            http.Response.Headers.AccessControlAllowOrigin = "*";
            return (FileContentHttpResult)TypedResults.Bytes(document ??= OpenApiDocument.Make(endpoints.Endpoints, forClients), "application/json");
        });
    }
}
