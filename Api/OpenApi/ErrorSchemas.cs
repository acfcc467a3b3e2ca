using System.Text.Json.Nodes;
using OrleansFrames.Api.Errors;

namespace OrleansFrames.Api.OpenApi;

/// <summary>The answers that are no success, which are the same for every operation.</summary>
internal static class ErrorSchemas
{
    private static readonly Dictionary<string, (string Name, string Text)> All = new()
    {
        ["400"] = ("InputError", "Code 4: the input is wrong, or the state does not allow it. exception_fields names what is wrong, field by field."),
        ["401"] = ("NotAuthenticated", "Code 2: api_key; 5: token or stream-auth-type; 40: expired; 41 and 42: not valid yet; 43: signature."),
        ["403"] = ("NotAllowed", "Code 17: the caller may not do this."),
        ["404"] = ("NotFound", "Code 16: there is no such thing."),
        ["408"] = ("TimedOut", "Code 23: the body did not arrive in time."),
        ["413"] = ("TooBig", "Code 22: the body is too big."),
        ["429"] = ("TooManyRequests", "Code 9: the rate limit; Retry-After says in how many seconds to try again."),
        ["500"] = ("InternalError", "Code -1: a fault of the service."),
        ["503"] = ("Unavailable", "Code -1: the service cannot answer at the moment; Retry-After says in how many seconds to try again."),
    };

    public static IEnumerable<string> Statuses => All.Keys;

    public static bool IsOfBodies(string status) => status is "408" or "413";

    public static string NameOf(string status) => All[status].Name;

    public static JsonObject Responses(AnswerSchemas answers)
    {
        var responses = new JsonObject();
        foreach (var (status, (name, text)) in All)
        {
            var body = new JsonObject { ["allOf"] = new JsonArray(answers.Of(typeof(ApiError)), AnswerSchemas.Reference(OperationSchema.OnlyDuration)) };
            responses[name] = new JsonObject
            {
                ["description"] = text,
                ["headers"] = Headers(status is "429" or "503"),
                ["content"] = new JsonObject { ["application/json"] = new JsonObject { ["schema"] = body } },
            };
        }

        return responses;
    }

    public static JsonObject RateLimitHeaders() => Headers(isRetried: false);

    private static JsonObject Headers(bool isRetried)
    {
        var headers = new JsonObject
        {
            ["X-RateLimit-Limit"] = Header("Requests that the caller has in a minute."),
            ["X-RateLimit-Remaining"] = Header("Requests that are left of them."),
            ["X-RateLimit-Reset"] = Header("When the minute ends, in unix seconds."),
        };
        if (isRetried)
        {
            headers["Retry-After"] = Header("Seconds to wait.");
        }

        return headers;
    }

    private static JsonObject Header(string description) => new() { ["description"] = description, ["schema"] = new JsonObject { ["type"] = "integer" } };
}
