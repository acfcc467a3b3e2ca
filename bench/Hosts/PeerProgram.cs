using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OrleansFrames.Bench.Load;

namespace OrleansFrames.Bench.Hosts;

/// <summary>
/// What no service on this machine can be faster than: Kestrel with minimal endpoints that check the token's signature and answer bytes that
/// they were given before; one of them after a durable commit.
/// </summary>
internal static class PeerProgram
{
    public const string Listens = "peer listens at ";

    public static async Task<int> RunAsync(string secret, string folder)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var app = builder.Build();
        using GroupCommit commits = new(Path.Combine(folder, "peer.db"));
        ConcurrentDictionary<string, byte[]> answers = new();
        app.MapPut("/answers/{name}", async (string name, HttpRequest request) =>
        {
            answers[name] = await ReadAsync(request);
            await WriteAsync(request.HttpContext, []);
        });
        app.MapGet("/answers/{name}", (string name, HttpContext http) => AnswerAsync(http, secret, answers[name]));
        app.MapPost("/commits/{name}", async (string name, HttpContext http) =>
        {
            await commits.SaveAsync($"{name}/{http.Request.Query["id"]}", await ReadAsync(http.Request));
            await AnswerAsync(http, secret, answers[name]);
        });
        await app.StartAsync();
        Console.WriteLine(Listens + new Uri(app.Urls.First()).Port);
        await ((IHost)app).WaitForShutdownAsync();
        return 0;
    }

    private static Task AnswerAsync(HttpContext http, string secret, byte[] answer)
    {
        if (Tokens.IsSigned(secret, http.Request.Headers.Authorization.ToString()))
        {
            return WriteAsync(http, answer);
        }

        http.Response.StatusCode = StatusCodes.Status401Unauthorized;
        return WriteAsync(http, []);
    }

    private static async Task WriteAsync(HttpContext http, byte[] body)
    {
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = body.Length;
        await http.Response.Body.WriteAsync(body, http.RequestAborted);
    }

    private static async Task<byte[]> ReadAsync(HttpRequest request)
    {
        using MemoryStream body = new();
        await request.Body.CopyToAsync(body);
        return body.ToArray();
    }
}
