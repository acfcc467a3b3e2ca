namespace OrleansFrames;

/// <summary>An expected refusal, in the words that the caller reads.</summary>
/// <param name="Kind">Decides status and code on the wire.</param>
/// <param name="Message">The text inside the error message.</param>
/// <param name="Fields">The JSON fields that are wrong, each with its reason; empty when the refusal is about no field.</param>
[GenerateSerializer, Immutable, Alias("frames.Refusal")]
public sealed record Refusal(
    [property: Id(0)] RefusalKind Kind,
    [property: Id(1)] string Message,
    [property: Id(2)] IReadOnlyDictionary<string, string> Fields)
{
    public static Refusal Input(string message) => new(RefusalKind.Input, message, new Dictionary<string, string>());

    public static Refusal Input(string field, string reason)
        => new(RefusalKind.Input, $"{field}: {reason}", new Dictionary<string, string> { [field] = reason });

    public static Refusal Unsupported(string message) => new(RefusalKind.Unsupported, message, new Dictionary<string, string>());

    public static Refusal NotFound(string message) => new(RefusalKind.NotFound, message, new Dictionary<string, string>());

    public static Refusal Revoked() => new(RefusalKind.Revoked, "the token is revoked", new Dictionary<string, string>());

    public static Refusal NotAllowed(string message) => new(RefusalKind.NotAllowed, message, new Dictionary<string, string>());
}

/// <summary>
/// Kinds of refusal: input is 400 with code 4, unsupported too and for good, not allowed 403 with 17, not found 404 with 16, a revoked token
/// 401 with 5.
/// </summary>
public enum RefusalKind
{
    Input,
    NotAllowed,
    NotFound,
    Revoked,
    Unsupported,
}
