using System.Text.Json.Serialization;

namespace OrleansFrames.Api.Errors;

/// <summary>GetStream's APIError: the body of every answer that is no success.</summary>
/// <param name="StatusCode">The HTTP status; its member alone is not in snake_case.</param>
/// <param name="Code">What SDKs switch on.</param>
/// <param name="ExceptionFields">JSON field to reason, for input errors.</param>
/// <param name="Unrecoverable">True when trying again is of no use; SDKs do not, then.</param>
/// <param name="Duration">Null in an answer, which gets it as it is written.</param>
internal sealed record ApiError(
    [property: JsonPropertyName("StatusCode")] int StatusCode,
    int Code,
    string Message,
    IReadOnlyList<int> Details,
    string MoreInfo,
    IReadOnlyDictionary<string, string>? ExceptionFields,
    bool? Unrecoverable = null,
    string? Duration = null)
{
    public static ApiError From(ApiFailure failure)
        => new(failure.Status, failure.Code, failure.Message, [], "", failure.Fields.Count == 0 ? null : failure.Fields, failure.Unrecoverable ? true : null);
}
