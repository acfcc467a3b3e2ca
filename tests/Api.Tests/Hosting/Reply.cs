using System.Text.Json;

namespace OrleansFrames.Api.Tests.Hosting;

/// <summary>An answer, read to its end.</summary>
internal sealed class Reply(HttpResponseMessage response, string text)
{
    public int Status => (int)response.StatusCode;

    public string Text => text;

    public JsonElement Json { get; } = text.StartsWith('{') ? JsonElement.Parse(text) : default;

    public int Code => Json.GetProperty("code").GetInt32();

    public string Message => Json.GetProperty("message").GetString()!;

    public string? Header(string name)
        => response.Headers.TryGetValues(name, out var values) || response.Content.Headers.TryGetValues(name, out values) ? string.Join(",", values) : null;

    public IReadOnlyList<string> Fields
        => Json.TryGetProperty("exception_fields", out var fields) ? [.. fields.EnumerateObject().Select(member => member.Name)] : [];
}
