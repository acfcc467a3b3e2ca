using System.Text.Json;
using OrleansFrames.Api.Input;
using OrleansFrames.Json;

namespace OrleansFrames.Api.Operations;

/// <summary>
/// Maps operations: every pattern under <c>/api/v2</c> with timestamps in nanoseconds, and patterns that begin with <c>/video/</c> also as they
/// are, with RFC 3339 timestamps, for client SDKs.
/// </summary>
internal sealed class ApiRoutes(IEndpointRouteBuilder routes, OperationPipeline pipeline, Side side = Side.Both)
{
    public delegate Task<Answer> Handler<in TRequest>(ApiCall call, TRequest request);

    /// <summary>Maps operations that refuse users.</summary>
    public ApiRoutes ForServers => new(routes, pipeline, Side.Server);

    /// <summary>Maps operations that are for users alone.</summary>
    public ApiRoutes ForClients => new(routes, pipeline, Side.Client);

    /// <summary>Maps operations that ask for rights themselves, or for none.</summary>
    public ApiRoutes ForAnyone => new(routes, pipeline, Side.Anyone);

    public OperationRoute Get<TRequest>(string pattern, string name, string action, Func<RequestInput, TRequest> read, Handler<TRequest> handle)
        => Map(HttpMethods.Get, pattern, new(name, action, StatusCodes.Status200OK, BodyUse.Ignored, side), read, handle);

    public OperationRoute Delete<TRequest>(string pattern, string name, string action, Func<RequestInput, TRequest> read, Handler<TRequest> handle)
        => Map(HttpMethods.Delete, pattern, new(name, action, StatusCodes.Status200OK, BodyUse.Ignored, side), read, handle);

    public OperationRoute Patch<TRequest>(string pattern, string name, string action, Func<RequestInput, TRequest> read, Handler<TRequest> handle)
        => Map(HttpMethods.Patch, pattern, new(name, action, StatusCodes.Status200OK, BodyUse.Json, side), read, handle);

    public OperationRoute Put<TRequest>(string pattern, string name, string action, Func<RequestInput, TRequest> read, Handler<TRequest> handle)
        => Map(HttpMethods.Put, pattern, new(name, action, StatusCodes.Status201Created, BodyUse.Json, side), read, handle);

    public OperationRoute Post<TRequest>(
        string pattern, string name, string action, Func<RequestInput, TRequest> read, Handler<TRequest> handle, BodyUse body = BodyUse.Json)
        => Map(HttpMethods.Post, pattern, new(name, action, StatusCodes.Status201Created, body, side), read, handle);

    /// <summary>Everything else under the prefixes: 404 in the error form that SDKs read.</summary>
    public void MapUnknown()
    {
        routes.Map("/api/{**rest}", http => pipeline.RefuseAsync(http, FramesJson.Nanoseconds));
        routes.Map("/video/{**rest}", http => pipeline.RefuseAsync(http, FramesJson.Rfc3339));
    }

    private OperationRoute Map<TRequest>(
        string method, string pattern, Operation operation, Func<RequestInput, TRequest> read, Handler<TRequest> handle)
    {
        var route = new OperationRoute();
        MapOne("/api/v2" + pattern, FramesJson.Nanoseconds);
        if (pattern.StartsWith("/video/", StringComparison.Ordinal))
        {
            MapOne(pattern, FramesJson.Rfc3339);
        }

        return route;

        void MapOne(string full, JsonSerializerOptions json)
            => route.Add(routes.MapMethods(full, [method], http => pipeline.RunAsync(http, operation, json, read, handle))
                .WithDisplayName($"{operation.Name} {method} {full}")
                .WithMetadata(operation, new OperationRequest(method, full, json, input => read(input))));
    }
}
