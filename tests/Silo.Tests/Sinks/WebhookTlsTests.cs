using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using OrleansFrames.Delivery;
using OrleansFrames.Network;

namespace OrleansFrames.Silo.Tests.Sinks;

public sealed class WebhookTlsTests
{
    [Fact]
    public async Task SendAsync_PlainServerAtAnHttpsUrl_SaysThatTlsFailed()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = ServeAsync();
        await AssertNoTlsAsync(((IPEndPoint)listener.LocalEndpoint).Port);
        await serving;

        async Task ServeAsync()
        {
            using var client = await listener.AcceptTcpClientAsync();
            await RawServer.WriteAsync(client.GetStream(), "HTTP/1.1 400 Bad Request\r\n\r\n", CancellationToken.None);
        }
    }

    [Fact]
    public async Task SendAsync_CertificateThatNobodyTrusts_SaysThatTlsFailed()
    {
        using var key = RSA.Create(2048);
        var now = TimeProvider.System.GetUtcNow();
        using var made = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        using var certificate = X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = ServeAsync();
        await AssertNoTlsAsync(((IPEndPoint)listener.LocalEndpoint).Port);
        await serving;

        async Task ServeAsync()
        {
            using var socket = await listener.AcceptTcpClientAsync();
            await using var tls = new SslStream(socket.GetStream());
            try
            {
                await tls.AuthenticateAsServerAsync(certificate);
                Assert.Equal(0, await tls.ReadAsync(new byte[1]));
            }
            catch (Exception error) when (error is IOException or AuthenticationException)
            {
                // The client refused the certificate.
            }
        }
    }

    private static async Task AssertNoTlsAsync(int port)
    {
        await using var provider = SinkSetup.Build(new AddressRule([], allowPrivate: true));
        var result = await provider.Sink("webhook").SendAsync(
            SinkSetup.Request($"https://127.0.0.1:{port}/"), new byte[2], CancellationToken.None);
        Assert.StartsWith($"no trusted TLS connection to 127.0.0.1:{port}", result.Error, StringComparison.Ordinal);
        Assert.Equal(DeliveryVerdict.Retry, result.Verdict);
    }
}
