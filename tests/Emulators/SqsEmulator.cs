using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using System.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace OrleansFrames.Emulators;

/// <summary>
/// Amazon SQS (JSON protocol) and the one request of Amazon STS that hands out roles, on loopback: as much of both as their manuals say of what
/// we use. Refuses whatever is not signed as <see cref="SigV4"/> says.
/// </summary>
public sealed class SqsEmulator : IAsyncDisposable
{
    public const string AccessKey = "AKIDEMULATOR";
    public const string Secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEMULATOR";

    private readonly WebApplication _app;
    private readonly TimeProvider _clock;
    private readonly ConcurrentDictionary<string, SqsQueueBox> _queues = new();
    private readonly ConcurrentDictionary<string, (string Secret, string? Token)> _keys = new() { [AccessKey] = (Secret, null) };
    private readonly ConcurrentQueue<Heard> _calls = new();

    private SqsEmulator(WebApplication app, TimeProvider clock) => (_app, _clock) = (app, clock);

    public string Endpoint => _app.Urls.First();

    /// <summary>Every request that was rightly signed.</summary>
    public IReadOnlyList<Heard> Calls => [.. _calls];

    /// <summary>Set by a test: answers instead of the emulator when it returns true. Called before signatures are looked at.</summary>
    public Func<HttpContext, Task<bool>>? Fault { get; set; }

    public static async Task<SqsEmulator> StartAsync(TimeProvider clock)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        SqsEmulator emulator = new(builder.Build(), clock);
        emulator._app.MapPost("/{**path}", emulator.AnswerAsync);
        await emulator._app.StartAsync();
        return emulator;
    }

    /// <returns>The URL of the new queue.</returns>
    public string CreateQueue(string name)
    {
        var url = $"{Endpoint}/000000000000/{name}";
        _queues[url] = new(name.EndsWith(".fifo", StringComparison.Ordinal));
        return url;
    }

    public IReadOnlyList<SqsMessageRow> Messages(string queueUrl) => _queues[queueUrl].All;

    public static Task RefuseAsync(HttpContext http, int status, string code, string message)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/x-amz-json-1.0";
        return http.Response.WriteAsync(JsonSerializer.Serialize(new Dictionary<string, string> { ["__type"] = $"com.amazonaws.sqs#{code}", ["message"] = message }));
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext http)
    {
        if (Fault is { } fault && await fault(http))
        {
            return;
        }

        using MemoryStream stream = new();
        await http.Request.Body.CopyToAsync(stream);
        var body = stream.ToArray();
        var headers = http.Request.Headers.ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value.ToString());
        var wrong = SigV4.WhyNot(
            "POST", http.Request.Path.Value!, headers, body, _clock.GetUtcNow(), key => _keys.TryGetValue(key, out var known) ? known.Secret : null, out var scope);
        if (wrong is null && _keys[scope.AccessKey].Token != headers.GetValueOrDefault("x-amz-security-token"))
        {
            wrong = "not the token of the session";
        }

        if (wrong is not null)
        {
            await RefuseAsync(http, StatusCodes.Status403Forbidden, "InvalidSignatureException", wrong);
            return;
        }

        var text = Encoding.UTF8.GetString(body);
        var action = headers.GetValueOrDefault("x-amz-target")?.Split('.')[^1] ?? HttpUtility.ParseQueryString(text)["Action"] ?? "";
        _calls.Enqueue(new(action, scope, text));
        await (action switch
        {
            "AssumeRole" when scope.Service == "sts" => AssumeRoleAsync(http),
            _ when scope.Service != "sqs" => RefuseAsync(http, StatusCodes.Status403Forbidden, "InvalidSignatureException", "signed for another service"),
            "SendMessage" or "ReceiveMessage" or "DeleteMessage" => QueueAsync(http, action, text),
            _ => RefuseAsync(http, StatusCodes.Status400BadRequest, "UnknownOperationException", action),
        });
    }

    private async Task QueueAsync(HttpContext http, string action, string text)
    {
        using var request = JsonDocument.Parse(text);
        if (!_queues.TryGetValue(request.RootElement.GetProperty("QueueUrl").GetString()!, out var queue))
        {
            await RefuseAsync(http, StatusCodes.Status400BadRequest, "QueueDoesNotExist", "The specified queue does not exist.");
            return;
        }

        var (answer, refusal) = queue.Answer(action, request.RootElement);
        if (refusal is { } refused)
        {
            await RefuseAsync(http, StatusCodes.Status400BadRequest, refused.Code, refused.Message);
            return;
        }

        http.Response.ContentType = "application/x-amz-json-1.0";
        await http.Response.WriteAsync(JsonSerializer.Serialize(answer));
    }

    private Task AssumeRoleAsync(HttpContext http)
    {
        var key = $"ASIA{_keys.Count}";
        _keys[key] = ($"secret of {key}", $"token of {key}");
        http.Response.ContentType = "text/xml";
        return http.Response.WriteAsync($"""
            <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>
            <AccessKeyId>{key}</AccessKeyId><SecretAccessKey>secret of {key}</SecretAccessKey><SessionToken>token of {key}</SessionToken>
            <Expiration>{_clock.GetUtcNow().AddHours(1):yyyy-MM-dd'T'HH:mm:ss'Z'}</Expiration>
            </Credentials></AssumeRoleResult><ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></AssumeRoleResponse>
            """);
    }

    public sealed record Heard(string Action, SigV4.Scope Scope, string Body);
}
