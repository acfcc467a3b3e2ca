using Microsoft.AspNetCore.Http.HttpResults;

namespace OrleansFrames.Api.Console;

/// <summary>Serves the browser pages, console and documentation: one page each and its files, which talk to the API alone.</summary>
internal static class ConsoleEndpoints
{
    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    public static void MapConsole(this IEndpointRouteBuilder routes)
    {
        var session = routes.ServiceProvider.GetRequiredService<ConsoleSession>();
        MapPage(routes, "console", PageFiles.Console);
        MapPage(routes, "docs", PageFiles.Docs);
        routes.MapPost("/console/session", session.OpenAsync);
        routes.MapGet("/console/session", session.ShowAsync);
        routes.MapDelete("/console/session", session.CloseAsync);
    }

    private static void MapPage(IEndpointRouteBuilder routes, string name, PageFiles files)
    {
        routes.MapMethods($"/{name}", Reading, GetPage);
        routes.MapMethods($"/{name}/{{file}}", Reading, GetFile);

        // The page's own links are relative, so that it works behind a proxy's path; with a slash at the end they would miss.
        Results<FileContentHttpResult, RedirectHttpResult, NotFound> GetPage(HttpContext http)
            => http.Request.Path.Value!.EndsWith('/') ? TypedResults.Redirect($"../{name}{http.Request.QueryString}") : Send(http, files, PageFiles.Page);

        Results<FileContentHttpResult, RedirectHttpResult, NotFound> GetFile(string file, HttpContext http)
            => file == PageFiles.Page ? TypedResults.NotFound() : Send(http, files, file);
    }

    private static Results<FileContentHttpResult, RedirectHttpResult, NotFound> Send(HttpContext http, PageFiles files, string name)
    {
        var headers = http.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        if (files.Find(name) is not { } file)
        {
            return TypedResults.NotFound();
        }

        headers.CacheControl = "no-cache";
        headers.ContentSecurityPolicy = Policy(http.RequestServices.GetService<IPictureOrigins>()?.Current ?? []);
        headers["Referrer-Policy"] = "no-referrer";
        return TypedResults.Bytes(file.Bytes, file.ContentType, entityTag: file.Tag);
    }

    private static string Policy(IReadOnlyList<string> pictures)
        => $"default-src 'self'; img-src {string.Join(' ', ["'self'", "data:", .. pictures])}; "
            + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'";
}
