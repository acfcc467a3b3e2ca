using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using OrleansFrames.Api.Operations;
using OrleansFrames.Json;

namespace OrleansFrames.Api.OpenApi;

/// <summary>
/// The OpenAPI 3.1 document of the mapped operations. There are two, since the prefixes differ in how answers spell timestamps: one of
/// <c>/api/v2</c> for servers, one of <c>/video</c> for clients.
/// </summary>
internal static class OpenApiDocument
{
    public static byte[] Make(IEnumerable<Endpoint> endpoints, bool forClients)
    {
        var json = forClients ? FramesJson.Rfc3339 : FramesJson.Nanoseconds;
        var schemas = new JsonObject { [OperationSchema.OnlyDuration] = Duration() };
        SettingsSchema.AddTo(schemas);
        var answers = new AnswerSchemas(json, schemas);
        var paths = new JsonObject();
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var endpoint in endpoints.Where(endpoint => Request(endpoint)?.Json == json).OrderBy(endpoint => Request(endpoint)!.Path, StringComparer.Ordinal))
        {
            var (operation, request) = (endpoint.Metadata.GetRequiredMetadata<Operation>(), Request(endpoint)!);
            var answer = endpoint.Metadata.GetMetadata<OperationAnswer>()
                ?? throw new InvalidOperationException($"{operation.Name} does not say what it answers: call Answers where it is mapped.");
            if (paths[request.Path] is not JsonObject item)
            {
                paths[request.Path] = item = [];
            }

            // An operation may have a second path, below /video.
            var id = ids.Add(operation.Name) ? operation.Name : $"{operation.Name}Video";
            item[request.Method.ToLowerInvariant()] = new OperationSchema(operation, request, answer, answers, schemas).Describe(id);
        }

        return JsonSerializer.SerializeToUtf8Bytes(new JsonObject
        {
            ["openapi"] = "3.1.1",
            ["info"] = Info(forClients),
            ["servers"] = new JsonArray(new JsonObject { ["url"] = "/" }),
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["securitySchemes"] = SecuritySchemes(),
                ["responses"] = ErrorSchemas.Responses(answers),
                ["schemas"] = schemas,
            },
        });
    }

    private static OperationRequest? Request(Endpoint endpoint) => endpoint.Metadata.GetMetadata<OperationRequest>();

    private static JsonObject Info(bool forClients) => new()
    {
        ["title"] = forClients ? "OrleansFrames for clients" : "OrleansFrames",
        ["version"] = typeof(OpenApiDocument).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0],
        ["description"] = forClients
            ? "The operations below /video. Timestamps in answers are RFC 3339 text."
            : "The operations below /api/v2. Timestamps in answers are integer unix nanoseconds.",
    };

    private static JsonObject Duration() => new()
    {
        ["type"] = "object",
        ["properties"] = new JsonObject { ["duration"] = new JsonObject { ["type"] = "string", ["description"] = "Time that the answer took, with its unit." } },
        ["required"] = new JsonArray("duration"),
    };

    private static JsonObject SecuritySchemes() => new()
    {
        ["api_key"] = Scheme("query", "api_key", "The app's key."),
        ["stream-auth-type"] = Scheme("header", "stream-auth-type", "jwt, or anonymous where no token is needed. May be in the query instead."),
        ["JWT"] = Scheme("header", "Authorization", "A JWT, HS256, signed with the app's secret; without user_id it is a server token. With or without Bearer."),
    };

    private static JsonObject Scheme(string place, string name, string description)
        => new() { ["type"] = "apiKey", ["in"] = place, ["name"] = name, ["description"] = description };
}
