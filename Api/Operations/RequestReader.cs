using System.Buffers;
using Microsoft.Extensions.Options;
using OrleansFrames.Api.Errors;
using OrleansFrames.Api.Input;

namespace OrleansFrames.Api.Operations;

/// <summary>Checks the ids in the path and reads the body, within its limit.</summary>
internal sealed class RequestReader(IOptions<ApiOptions> options)
{
    private static readonly string[] NamesInPaths = ["type", "id", "name", "user_session_id", "event_id"];

    public int MaxBodyBytes => options.Value.MaxBodyBytes;

    /// <summary>What is wrong with the ids in the path; null when nothing is.</summary>
    public static ApiFailure? WhyWrongPath(HttpRequest request, Operation operation)
    {
        var errors = new InputErrors();
        foreach (var name in NamesInPaths)
        {
            if (request.RouteValues[name] is string text && Ids.WhyNoName(text) is { } reason)
            {
                errors.Add(name, reason);
            }
        }

        return errors.Any ? ApiFailure.Input(operation.Name, errors.Fields) : null;
    }

    public async Task<(RequestInput? Input, ApiFailure? Failure)> ReadAsync(HttpRequest request, Operation operation)
    {
        if (request.ContentLength > MaxBodyBytes)
        {
            return (null, ApiFailure.TooBig(operation.Name, MaxBodyBytes));
        }

        if (operation.Body == BodyUse.Ignored)
        {
            return (new(JsonBody.Empty, request), null);
        }

        if (await BytesAsync(request) is not { } bytes)
        {
            return (null, ApiFailure.TooBig(operation.Name, MaxBodyBytes));
        }

        if (operation.Body == BodyUse.Lenient && !JsonBody.IsObject(bytes.Span))
        {
            return (new(JsonBody.Empty, request), null);
        }

        return JsonBody.TryParse(bytes, out var error) is { } body ? (new(body, request), null) : (null, ApiFailure.Input(operation.Name, error!));
    }

    // Null when there is more than the limit.
    private async Task<ReadOnlyMemory<byte>?> BytesAsync(HttpRequest request)
    {
        var reader = request.BodyReader;
        while (true)
        {
            var result = await reader.ReadAsync(request.HttpContext.RequestAborted);
            if (result.Buffer.Length > MaxBodyBytes)
            {
                reader.AdvanceTo(result.Buffer.End);
                return null;
            }

            if (result.IsCompleted)
            {
                var bytes = result.Buffer.ToArray();
                reader.AdvanceTo(result.Buffer.End);
                return bytes;
            }

            reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        }
    }
}
