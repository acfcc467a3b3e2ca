using System.Text.Json;

namespace OrleansFrames.Api.Input;

/// <summary>All that a reader of a request may look at. What it finds wrong is collected in <see cref="Errors"/>.</summary>
internal sealed class RequestInput(JsonElement body, HttpRequest request)
{
    public InputErrors Errors { get; } = new();

    public JsonFields Body => field ??= new(body, "", Errors);

    public QueryFields Query => field ??= new(request.Query, Errors);

    public string Route(string name) => (string)request.RouteValues[name]!;
}
