using System.Globalization;
using System.Text;
using System.Text.Json;
using OrleansFrames.Api.Errors;

namespace OrleansFrames.Api.Operations;

/// <summary>Writes answers and errors, each with <c>duration</c>: the time since this writer was made.</summary>
internal sealed class AnswerWriter(HttpContext http, JsonSerializerOptions json, TimeProvider clock)
{
    private readonly long _started = clock.GetTimestamp();

    /// <param name="status">Of success; a failure brings its own.</param>
    public async Task WriteAsync(int status, Reply reply)
    {
        var body = reply.Failure is { } failure ? ApiError.From(failure) : reply.Body!;
        var bytes = WithDuration(JsonSerializer.SerializeToUtf8Bytes(body, body.GetType(), json));
        var response = http.Response;
        response.StatusCode = reply.Failure?.Status ?? status;
        response.ContentType = "application/json";
        response.ContentLength = bytes.Length;
        if (response.StatusCode == StatusCodes.Status503ServiceUnavailable)
        {
            response.Headers.RetryAfter = "1";
        }

        await response.Body.WriteAsync(bytes, http.RequestAborted);
    }

    // Every body is an object, so its last byte is its closing brace.
    private byte[] WithDuration(byte[] body)
    {
        var elapsed = clock.GetElapsedTime(_started).TotalMilliseconds.ToString("0.00", CultureInfo.InvariantCulture);
        var comma = body.Length > 2 ? "," : "";
        return [.. body.AsSpan(0, body.Length - 1), .. Encoding.ASCII.GetBytes($"{comma}\"duration\":\"{elapsed}ms\"}}")];
    }
}
