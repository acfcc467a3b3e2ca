using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using OrleansFrames.EndToEnd.Tests.Hosts;

namespace OrleansFrames.EndToEnd.Tests.Contract;

/// <summary>
/// Sends the requests of one prefix, checks every answer against GetStream's schema and against our own document, and remembers which operations
/// were driven.
/// </summary>
internal sealed partial class Drive(HttpClient http, OpenApi document, string prefix) : IDisposable
{
    private readonly HashSet<string> _driven = [];

    /// <summary>What is wrong so far; empty when nothing is.</summary>
    public List<string> Wrong { get; } = [];

    /// <summary>The operations of the document that nobody has asked for.</summary>
    public IReadOnlyList<string> NotDriven => [.. document.Operations.Except(_driven)];

    private bool AreNanoseconds => prefix.Length > 0;

    /// <param name="prefix">What comes before the paths: <c>/api/v2</c>, or nothing for clients.</param>
    public static async Task<Drive> OfAsync(int port, string prefix)
    {
        HttpClient http = new(new SocketsHttpHandler()) { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        var file = prefix.Length > 0 ? "/openapi/v1.json" : "/openapi/v1-clients.json";
        return new(http, new(JsonElement.Parse(await http.GetStringAsync(file))), prefix);
    }

    /// <summary>Sends a request that must succeed. A path that the prefix does not have is left out.</summary>
    /// <param name="path">Below the prefix, with the operation's own query.</param>
    /// <param name="schema">GetStream's name of the answer; null for operations of our own.</param>
    public async Task<JsonElement> SendAsync(string method, string path, string? body, string? schema)
    {
        if (!AreNanoseconds && !path.StartsWith("/video/", StringComparison.Ordinal))
        {
            return default;
        }

        var what = $"{method} {prefix}{path}";
        if (document.Find(method, prefix + path.Split('?')[0]) is not { } operation)
        {
            Wrong.Add($"{what} is not in the document");
            return default;
        }

        _driven.Add(operation);
        var (status, answer) = await AskAsync(method, prefix + path, body, "jwt", Tokens.Server);
        Say(what, status == document.SuccessOf(operation) ? [] : [$"{status} {answer}, not {document.SuccessOf(operation)}"]);
        Say(what, document.WrongWith(answer, operation, status));
        Say(what, schema is null ? [] : Schemas.WrongWith(answer, schema, AreNanoseconds));
        return answer;
    }

    /// <summary>Sends a request that must fail, and checks the form of the error. A path that the prefix does not have is left out.</summary>
    public async Task RefusedAsync(
        int status, int code, string method, string path, string? body = null, string type = "jwt", string? token = null, string key = SiloProcess.ApiKey)
    {
        if (!AreNanoseconds && !path.StartsWith("/video/", StringComparison.Ordinal))
        {
            return;
        }

        var what = $"{method} {prefix}{path} for {status}/{code}";
        var (found, answer) = await AskAsync(method, prefix + path, body, type, token ?? Tokens.Server, key);
        Say(what, Schemas.WrongWith(answer, "APIError", AreNanoseconds));
        if (found != status || Number(answer, "code") != code || Number(answer, "StatusCode") != status)
        {
            Wrong.Add($"{what}: {found} {answer}");
        }
        else if (document.Find(method, prefix + path.Split('?')[0]) is { } operation)
        {
            _driven.Add(operation);
            Say(what, document.WrongWith(answer, operation, status));
        }
    }

    public void Dispose() => http.Dispose();

    private static int? Number(JsonElement answer, string name) => answer.TryGetProperty(name, out var value) && value.TryGetInt32(out var number) ? number : null;

    private async Task<(int Status, JsonElement Body)> AskAsync(
        string method, string path, string? body, string type, string token, string key = SiloProcess.ApiKey)
    {
        var what = $"{method} {path}";
        var question = path.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        using HttpRequestMessage request = new(new HttpMethod(method), key.Length > 0 ? $"{path}{question}api_key={key}" : path);
        request.Headers.TryAddWithoutValidation("Authorization", token);
        request.Headers.TryAddWithoutValidation("stream-auth-type", type);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await http.SendAsync(request);
        var json = JsonElement.Parse(await answer.Content.ReadAsStringAsync());
        Say(what, answer.Content.Headers.ContentType?.ToString() == "application/json" ? [] : [$"content type {answer.Content.Headers.ContentType}"]);
        Say(what, Duration().IsMatch(json.GetProperty("duration").GetString()!) ? [] : [$"duration {json.GetProperty("duration")}"]);
        Say(what, ((string[])["Limit", "Remaining", "Reset"]).Where(name => !IsInteger(answer, $"X-RateLimit-{name}")).Select(name => $"no X-RateLimit-{name}"));
        return ((int)answer.StatusCode, json);
    }

    private static bool IsInteger(HttpResponseMessage answer, string header)
        => answer.Headers.TryGetValues(header, out var values) && long.TryParse(values.Single(), NumberStyles.None, CultureInfo.InvariantCulture, out _);

    private void Say(string what, IEnumerable<string> wrong) => Wrong.AddRange(wrong.Select(one => $"{what}: {one}"));

    [GeneratedRegex(@"^\d+(\.\d+)?ms$")]
    private static partial Regex Duration();
}
