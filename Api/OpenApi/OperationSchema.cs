using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using OrleansFrames.Api.Input;
using OrleansFrames.Api.Operations;

namespace OrleansFrames.Api.OpenApi;

/// <summary>One operation of the document.</summary>
internal sealed partial class OperationSchema(Operation operation, OperationRequest request, OperationAnswer answer, AnswerSchemas answers, JsonObject components)
{
    public const string OnlyDuration = "Response";

    private const string JsonType = "application/json";

    private readonly (SchemaRecorder Body, SchemaRecorder Query) _input = RequestInput.Describe(request.Read);

    private bool HasBody => operation.Body != BodyUse.Ignored && _input.Body.Schema.ContainsKey("properties");

    private IReadOnlyList<string> InPath => [.. PathParameter().Matches(request.Path).Select(match => match.Groups[1].Value)];

    /// <param name="id">Unique in the document.</param>
    public JsonObject Describe(string id)
    {
        var described = new JsonObject
        {
            ["operationId"] = id,
            ["summary"] = answer.Summary,
            ["tags"] = new JsonArray(Tag()),
            ["security"] = Security(),
            ["parameters"] = Parameters(),
        };
        if (HasBody)
        {
            components[$"{id}Request"] = _input.Body.Schema;
            described["requestBody"] = new JsonObject
            {
                ["required"] = _input.Body.Schema.ContainsKey("required"),
                ["content"] = Content(AnswerSchemas.Reference($"{id}Request")),
            };
        }

        described["responses"] = Responses();
        return described;
    }

    private static JsonObject Content(JsonObject schema) => new() { [JsonType] = new JsonObject { ["schema"] = schema } };

    private JsonArray Parameters()
    {
        var parameters = new JsonArray([.. InPath.Select(name => Parameter(name, "path", name == "permission" ? Shapes.Text(255) : Ids.NameSchema, required: true))]);
        if (_input.Query.Schema["properties"] is JsonObject query)
        {
            foreach (var (name, schema) in query)
            {
                parameters.Add(Parameter(name, "query", schema!.DeepClone().AsObject(), IsRequired(_input.Query, name)));
            }
        }

        return parameters;
    }

    // An object in the query is JSON text, so it has a media type instead of a schema.
    private static JsonObject Parameter(string name, string place, JsonObject schema, bool required)
    {
        var parameter = new JsonObject { ["name"] = name, ["in"] = place, ["required"] = required };
        if ((schema["type"] as JsonValue)?.ToString() == "object")
        {
            parameter["content"] = Content(schema);
        }
        else
        {
            parameter["schema"] = schema;
        }

        return parameter;
    }

    private static bool IsRequired(SchemaRecorder recorder, string name) => recorder.Schema["required"] is JsonArray names && names.Any(known => (string?)known == name);

    private JsonObject Responses()
    {
        var body = answer.Type is null
            ? AnswerSchemas.Reference(OnlyDuration)
            : new JsonObject { ["allOf"] = new JsonArray(answers.Of(answer.Type), AnswerSchemas.Reference(OnlyDuration)) };
        var responses = new JsonObject
        {
            [$"{operation.Status}"] = new JsonObject { ["description"] = "Success.", ["headers"] = ErrorSchemas.RateLimitHeaders(), ["content"] = Content(body) },
        };
        foreach (var status in ErrorSchemas.Statuses.Where(status => HasBody || !ErrorSchemas.IsOfBodies(status)))
        {
            responses[status] = new JsonObject { ["$ref"] = $"#/components/responses/{ErrorSchemas.NameOf(status)}" };
        }

        return responses;
    }

    private JsonArray Security()
    {
        var key = new JsonObject { ["api_key"] = new JsonArray(), ["stream-auth-type"] = new JsonArray() };
        var token = new JsonObject { ["api_key"] = new JsonArray(), ["stream-auth-type"] = new JsonArray(), ["JWT"] = new JsonArray() };
        return operation.Side == Side.Anyone ? [token, key] : [token];
    }

    // What the path is about: its first part below the prefixes.
    private string Tag() => request.Path.Replace("/api/v2", "", StringComparison.Ordinal).Replace("/video/", "/", StringComparison.Ordinal).Split('/')[1] switch
    {
        "call" or "calls" or "call_client_event" => "calls",
        "calltypes" => "call types",
        "guest" => "users",
        "permissions" => "roles",
        var other => other.Replace('_', ' '),
    };

    [GeneratedRegex(@"\{\*{0,2}(\w+)\}")]
    private static partial Regex PathParameter();
}
