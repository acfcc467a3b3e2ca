using Microsoft.AspNetCore.Http.HttpResults;
using OrleansFrames.Api.Errors;
using OrleansFrames.Storage;

namespace OrleansFrames.Api.Endpoints;

/// <summary>The pictures of the built-in store: the signature in the URL is the only credential. Wrong, expired and missing answer alike.</summary>
internal static partial class FrameContentEndpoint
{
    public static void MapFrameContent(this IEndpointRouteBuilder routes)
        => routes.MapMethods("/frames/{app}/{**path}", [HttpMethods.Get, HttpMethods.Head], GetAsync).AddEndpointFilter(ExplainAsync);

    private static async Task<Results<FileStreamHttpResult, JsonHttpResult<ApiError>>> GetAsync(
        string app, string? path, HttpContext http, CancellationToken cancellationToken)
    {
        var query = http.Request.Query;
        var signature = new FrameSignature(query["exp"].ToString(), query["kid"].ToString(), query["sig"].ToString());
        var content = http.RequestServices.GetService<IFrameContent>();
        var picture = content is null || !IsPlain(app, path) ? null : await content.OpenAsync(app, path!, signature, cancellationToken);
        http.Response.Headers.XContentTypeOptions = "nosniff";
        if (picture is null)
        {
            return TypedResults.Json(ApiError.From(ApiFailure.UnknownRoute), Json.FramesJson.Nanoseconds, "application/json", 404);
        }

        http.Response.Headers.CacheControl = "private, max-age=3600";
        http.Response.Headers.ContentDisposition = "inline";
        return TypedResults.Stream(picture, TypeOf(path!), enableRangeProcessing: picture.CanSeek);
    }

    // A store that is away is no reason to show its paths, nor to say that the picture is gone.
    private static async ValueTask<object?> ExplainAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (Exception fault) when (!context.HttpContext.RequestAborted.IsCancellationRequested)
        {
            LogUnreadable(context.HttpContext.RequestServices.GetRequiredService<ILogger<ApiError>>(), fault);
            return TypedResults.Json(ApiError.From(ApiFailure.Unavailable("GetFrame")), Json.FramesJson.Nanoseconds, "application/json", 503);
        }
    }

    // The path comes decoded once: what would be decoded again, or climbs, names no picture of ours.
    private static bool IsPlain(string app, string? path)
        => path is { Length: > 0 and <= 1_024 } && !app.Contains('%', StringComparison.Ordinal)
            && path.AsSpan().IndexOfAny('%', '\\', '\0') < 0
            && path.Split('/').All(part => part is not ("" or "." or ".."));

    private static string TypeOf(string path) => Path.GetExtension(path).ToUpperInvariant() switch
    {
        ".JPG" or ".JPEG" => "image/jpeg",
        ".PNG" => "image/png",
        ".WEBP" => "image/webp",
        _ => "application/octet-stream",
    };

    [LoggerMessage(LogLevel.Error, "A picture could not be read")]
    private static partial void LogUnreadable(ILogger logger, Exception fault);
}
