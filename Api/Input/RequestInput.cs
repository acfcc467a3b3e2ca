using System.Text.Json;

namespace OrleansFrames.Api.Input;

/// <summary>All that a reader of a request may look at. What it finds wrong is collected in <see cref="Errors"/>.</summary>
internal sealed class RequestInput(JsonElement body, HttpRequest request, SchemaRecorder? bodySchema = null, SchemaRecorder? querySchema = null)
{
    public InputErrors Errors { get; } = new();

    public JsonFields Body => field ??= new(body, "", Errors, bodySchema);

    public QueryFields Query => field ??= new(request.Query, Errors, querySchema);

    /// <summary>Runs a reader on a request with nothing in it.</summary>
    /// <returns>The schemas of what it asks for, of body and query.</returns>
    public static (SchemaRecorder Body, SchemaRecorder Query) Describe(Action<RequestInput> read)
    {
        var (body, query) = (new SchemaRecorder(), new SchemaRecorder());
        read(new(JsonBody.Empty, new DefaultHttpContext().Request, body, query));
        return (body, query);
    }

    public string Route(string name) => (string?)request.RouteValues[name] ?? "";
}
