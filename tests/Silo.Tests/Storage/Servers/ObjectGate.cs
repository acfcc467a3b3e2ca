using System.Collections.Concurrent;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace OrleansFrames.Silo.Tests.Storage.Servers;

/// <summary>A store of objects on loopback that checks every signature by itself and answers as its kind does.</summary>
internal abstract class ObjectGate : IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _puts;

    protected ObjectGate(X509Certificate2? certificate = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = HttpProtocols.Http1;
            if (certificate is not null)
            {
                listen.UseHttps(certificate);
            }
        }));
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    /// <summary>Bucket and name, to what is there.</summary>
    public ConcurrentDictionary<string, StoredBytes> Objects { get; } = [];

    /// <summary>PUTs that came, refused ones too.</summary>
    public int Puts => Volatile.Read(ref _puts);

    /// <summary>What becomes of the n-th PUT, from 1.</summary>
    public Func<int, PutFate> Fate { get; set; } = _ => PutFate.Taken;

    /// <summary>Moves the gate's clock, so that URLs end.</summary>
    public TimeSpan Ahead { get; set; }

    public Uri Url { get; private set; } = null!;

    public int Port => Url.Port;

    public async Task StartAsync()
    {
        await _app.StartAsync();
        Url = new Uri(_app.Urls.Single());
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    /// <summary>Why the request may not be; null when it may.</summary>
    protected abstract string? WhyForbidden(HttpRequest request, byte[] body);

    /// <summary>Bucket and name of the request.</summary>
    protected abstract string ObjectOf(HttpRequest request);

    protected abstract Task RefuseAsync(HttpResponse response, int status, string code);

    /// <summary>Whether the request was about something else than an object, and is answered.</summary>
    protected virtual Task<bool> AnsweredAsync(HttpContext http, byte[] body) => Task.FromResult(false);

    protected virtual int TakenStatus => StatusCodes.Status412PreconditionFailed;

    protected virtual int MadeStatus => StatusCodes.Status200OK;

    private async Task AnswerAsync(HttpContext http)
    {
        using var buffer = new MemoryStream();
        await http.Request.Body.CopyToAsync(buffer);
        var body = buffer.ToArray();
        http.Response.Headers["x-ms-request-id"] = http.Response.Headers["x-amz-request-id"] = "0";
        if (await AnsweredAsync(http, body))
        {
            return;
        }

        var fate = HttpMethods.IsPut(http.Request.Method) ? Fate(Interlocked.Increment(ref _puts)) : PutFate.Taken;
        if (WhyForbidden(http.Request, body) is { } reason)
        {
            await RefuseAsync(http.Response, StatusCodes.Status403Forbidden, reason);
        }
        else if (HttpMethods.IsGet(http.Request.Method))
        {
            await GetAsync(http);
        }
        else if (fate == PutFate.Unavailable)
        {
            await RefuseAsync(http.Response, StatusCodes.Status503ServiceUnavailable, "SlowDown");
        }
        else if (fate == PutFate.Forbidden)
        {
            await RefuseAsync(http.Response, StatusCodes.Status403Forbidden, "AccessDenied");
        }
        else
        {
            await PutAsync(http, body, fate);
        }
    }

    private async Task GetAsync(HttpContext http)
    {
        if (!Objects.TryGetValue(ObjectOf(http.Request), out var held))
        {
            await RefuseAsync(http.Response, StatusCodes.Status404NotFound, "NoSuchKey");
            return;
        }

        Describe(http.Response);
        http.Response.ContentType = held.ContentType;
        http.Response.ContentLength = held.Bytes.Length;
        await http.Response.Body.WriteAsync(held.Bytes);
    }

    private async Task PutAsync(HttpContext http, byte[] body, PutFate fate)
    {
        Assert.Equal("*", http.Request.Headers.IfNoneMatch.ToString());
        var type = http.Request.Headers["x-ms-blob-content-type"].FirstOrDefault() ?? http.Request.ContentType;
        var isNew = Objects.TryAdd(ObjectOf(http.Request), new(body, type));
        if (fate == PutFate.AnswerLost)
        {
            http.Abort();
        }
        else if (!isNew)
        {
            await RefuseAsync(http.Response, TakenStatus, "AlreadyThere");
        }
        else
        {
            Describe(http.Response);
            http.Response.StatusCode = MadeStatus;
        }
    }

    private static void Describe(HttpResponse response)
    {
        // With a dash, as S3's of objects in parts: not to be taken for a hash of the bytes.
        response.Headers.ETag = "\"00000000000000000000000000000000-1\"";
        response.Headers.LastModified = "Sun, 01 Mar 2026 12:00:00 GMT";
        response.Headers["x-ms-blob-type"] = "BlockBlob";
    }
}

internal sealed record StoredBytes(byte[] Bytes, string? ContentType);

internal enum PutFate
{
    Taken,
    Unavailable,
    Forbidden,
    AnswerLost,
}
