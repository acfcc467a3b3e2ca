using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using OrleansFrames.Silo.Tests.Storage.Servers;
using OrleansFrames.Storage;

namespace OrleansFrames.Silo.Tests.Storage;

/// <summary>Azure with an application of Azure AD, as GetStream's own fields say it.</summary>
public sealed class AzureApplicationStoreTests : ExternalStoreSuite, IDisposable
{
    private readonly X509Certificate2 _certificate;

    public AzureApplicationStoreTests()
        : this(Certificate())
    {
    }

    private AzureApplicationStoreTests(X509Certificate2 certificate)
        : base(new AzureGate(certificate)) => _certificate = certificate;

    private AzureGate Azure => (AzureGate)Gate;

    private protected override TimeSpan LongestLife => TimeSpan.FromDays(7);

    public void Dispose() => _certificate.Dispose();

    [Fact]
    public async Task ManyPicturesAndUrls_TakeOneTokenAndOneKey()
    {
        for (var tick = 0; tick < 5; tick++)
        {
            var stored = await PutAsync($"e/t/{tick}.jpg", [1]);
            Assert.NotNull(await Host.Urls.MintAsync(App, stored.ObjectKey!, TimeProvider.System.GetUtcNow(), TimeSpan.FromHours(1), None));
        }

        Assert.Equal((1, 1), (Azure.SignIns, Azure.Keys));
    }

    [Fact]
    public async Task WrongClientSecret_IsRefusedInAzuresWords()
    {
        Host.Access = Access("another");

        Assert.Contains("AADSTS7000215", (await PutAsync(Key, [1])).Error, StringComparison.Ordinal);
        var refused = await Assert.ThrowsAsync<FrameUrlException>(
            async () => await Host.Urls.MintAsync(App, $"mine:{Key}", TimeProvider.System.GetUtcNow(), TimeSpan.FromHours(1), None));
        Assert.Contains("AADSTS7000215", refused.Message, StringComparison.Ordinal);
    }

    private protected override StorageHost Open(params (string Key, string Value)[] settings)
        => new(StorageType.Azure, Access(AzureGate.ClientSecret), _certificate, [("Frames:ExternalStorage:AzureAuthority", Azure.Url.AbsoluteUri), .. settings]);

    private protected override HttpClient Anyone()
    {
        SocketsHttpHandler handler = new();
        handler.SslOptions.RemoteCertificateValidationCallback = (_, given, _, _) => given?.GetCertHashString() == _certificate.GetCertHashString();
        return new(handler);
    }

    private static X509Certificate2 Certificate()
    {
        using var key = RSA.Create(2048);
        var now = TimeProvider.System.GetUtcNow();
        using var made = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }

    private StorageAccess Access(string secret)
        => new(null, new(AzureGate.Account, null, $"BlobEndpoint={Azure.Endpoint}", new(AzureGate.Tenant, AzureGate.Client, secret)));
}
