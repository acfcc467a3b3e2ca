using OrleansFrames.Api.Errors;

namespace OrleansFrames.Api.Operations;

/// <summary>What a handler answers: a body to serialise, or a grain's refusal.</summary>
internal readonly record struct Answer(object? Body, Refusal? Refusal)
{
    /// <summary>The body of a success that says nothing but <c>duration</c>.</summary>
    public static object Nothing { get; } = new();

    public static Answer Of(object body) => new(body, null);

    public static Answer Of<T>(Outcome<T> outcome, Func<T, object> body)
        => outcome.Refusal is { } refusal ? new(null, refusal) : new(body(outcome.Value!), null);
}

/// <summary>What goes on the wire: the body of a success, or a failure.</summary>
internal readonly record struct Reply(object? Body, ApiFailure? Failure)
{
    public static implicit operator Reply(ApiFailure failure) => new(null, failure);
}
