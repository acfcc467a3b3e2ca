using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using OrleansFrames.Api.Tests.Hosting;

namespace OrleansFrames.Api.Tests.Operations;

[Collection(ApiSuite.Name)]
public sealed class SlowBodyTests(ApiCluster cluster)
{
    [Fact]
    public async Task A_body_that_never_comes_is_408_with_code_23()
    {
        var patience = TimeSpan.FromSeconds(60);
        await using var host = await ApiHost.StartAsync(cluster, services: services => services.Configure<KestrelServerOptions>(
            kestrel => kestrel.Limits.MinRequestBodyDataRate = new(bytesPerSecond: 1_000, gracePeriod: TimeSpan.FromSeconds(2))));
        using CancellationTokenSource deadline = new(patience);
        using TcpClient client = new();
        await client.ConnectAsync("127.0.0.1", host.Http.BaseAddress!.Port, deadline.Token);
        await using var stream = client.GetStream();
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes($"PATCH /api/v2/video/call/default/slow?api_key=key HTTP/1.1\r\nHost: h\r\nstream-auth-type: jwt\r\nAuthorization: {Jwt.Server}\r\nContent-Length: 100\r\n\r\n{{"),
            deadline.Token);
        using StreamReader reader = new(stream);
        var answer = await reader.ReadToEndAsync(deadline.Token);
        Assert.StartsWith("HTTP/1.1 408 ", answer, StringComparison.Ordinal);
        Assert.Contains("\"code\":23,", answer, StringComparison.Ordinal);
        Assert.Contains("UpdateCall failed with error:", answer, StringComparison.Ordinal);
    }
}
