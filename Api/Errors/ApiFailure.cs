using OrleansFrames.Api.Auth;

namespace OrleansFrames.Api.Errors;

/// <summary>Why a request fails, in terms of the wire: the one factory of statuses, codes and message forms.</summary>
internal sealed record ApiFailure(int Status, int Code, string Message)
{
    private static readonly Dictionary<string, string> NoFields = [];

    public IReadOnlyDictionary<string, string> Fields { get; private init; } = NoFields;

    /// <summary>Trying again is of no use.</summary>
    public bool Unrecoverable { get; private init; }

    public static ApiFailure UnknownRoute { get; } = new(404, 16, "Not Found");

    public static ApiFailure TooManyRequests { get; } = new(429, 9, "Too many requests, check the Retry-After header");

    public static ApiFailure TooManyConnections { get; } = new(429, 9, "Too many connections, try again later");

    public static ApiFailure Unauthorized(int code, string message) => new(401, code, message);

    public static ApiFailure Input(string operation, IReadOnlyDictionary<string, string> fields)
        => new(400, 4, Sentence(operation, string.Join("; ", fields.Select(field => $"{field.Key}: {field.Value}")))) { Fields = fields };

    public static ApiFailure Input(string operation, string text) => new(400, 4, Sentence(operation, text));

    public static ApiFailure NotAllowed(string operation, string text) => new(403, 17, Sentence(operation, text));

    public static ApiFailure TooBig(string operation, int limit) => new(413, 22, Sentence(operation, $"the body is larger than {limit} bytes"));

    public static ApiFailure TimedOut(string operation) => new(408, 23, Sentence(operation, "the body did not arrive in time"));

    public static ApiFailure Unavailable(string operation) => new(503, -1, Sentence(operation, "the service cannot answer at the moment; try again"));

    public static ApiFailure Internal(string operation) => new(500, -1, Sentence(operation, "internal error"));

    public static ApiFailure From(string operation, Refusal refusal)
    {
        var message = Sentence(operation, refusal.Message);
        return refusal.Kind switch
        {
            RefusalKind.Input => new(400, 4, message) { Fields = refusal.Fields },
            RefusalKind.Unsupported => new(400, 4, message) { Unrecoverable = true },
            RefusalKind.NotAllowed => new(403, 17, message),
            RefusalKind.NotFound => new(404, 16, message),
            RefusalKind.Revoked => AuthFailures.Revoked,
            _ => Internal(operation),
        };
    }

    private static string Sentence(string operation, string text) => $"{operation} failed with error: \"{text}\"";
}
