using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using OrleansFrames.Capture;
using OrleansFrames.CaptureWorker.Sources;
using OrleansFrames.CaptureWorker.Sources.Rtp;
using OrleansFrames.CaptureWorker.Sources.Rtsp;
using OrleansFrames.CaptureWorker.Tests.Cameras;
using OrleansFrames.CaptureWorker.Tests.Servers;
using OrleansFrames.Network;

namespace OrleansFrames.CaptureWorker.Tests.Sources;

public sealed class RtspTlsTests : IDisposable
{
    private readonly CollectingSink _sink = new();
    private readonly X509Certificate2 _certificate = Certificate();

    public void Dispose() => _certificate.Dispose();

    [Fact]
    public async Task ACameraInTls_IsPlayed()
    {
        await using var camera = new TestCamera(new CameraScript { Clip = Clip.Moving(), CloseAfter = 12, Certificate = _certificate });

        var fault = await PlayAsync(camera.Url, TrustIn(_certificate));

        Assert.True(fault.Ended, fault.Detail);
        Assert.NotEmpty(_sink.Units);
        Assert.Equal(0, _sink.Undecodable);
    }

    [Fact]
    public async Task ACertificateThatNobodyVouchesFor_IsRefused()
    {
        await using var camera = new TestCamera(new CameraScript { Clip = Clip.Moving(), Certificate = _certificate });

        AssertRefused(await PlayAsync(camera.Url, trust: null));
    }

    [Fact]
    public async Task ACertificateOfAnotherHost_IsRefused()
    {
        await using var camera = new TestCamera(new CameraScript { Clip = Clip.Moving(), Certificate = _certificate });

        AssertRefused(await PlayAsync(camera.Url.Replace("127.0.0.1", "localhost", StringComparison.Ordinal), TrustIn(_certificate)));
    }

    [Fact]
    public async Task ACameraThatSendsByUdpOnly_IsNotPlayedOutOfTls()
    {
        await using var camera = new TestCamera(new CameraScript { Clip = Clip.Moving(), Certificate = _certificate, IsUdpOnly = true });

        var fault = await PlayAsync(camera.Url, TrustIn(_certificate));

        Assert.Equal((TickOutcome.Failed, FailureReason.Unsupported), (fault.Outcome, fault.Reason));
    }

    private static X509Certificate2 Certificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=camera", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }

    private static X509ChainPolicy TrustIn(X509Certificate2 certificate)
    {
        var trust = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        trust.CustomTrustStore.Add(certificate);
        return trust;
    }

    private void AssertRefused(SourceFault fault)
    {
        Assert.Equal((TickOutcome.Failed, FailureReason.Refused), (fault.Outcome, fault.Reason));
        Assert.Contains("certificate", fault.Detail, StringComparison.Ordinal);
        Assert.Empty(_sink.Units);
    }

    private Task<SourceFault> PlayAsync(string url, X509ChainPolicy? trust)
    {
        var limits = new RtspLimits { Answer = Patience.Limit, Connect = Patience.Limit, FirstPicture = Patience.Limit, Stall = Patience.Limit };
        return new RtspSource(new AddressRule([], allowPrivate: true), limits, RtpShared.For(RtpPorts.Default, TimeProvider.System), TimeProvider.System, trust)
            .PlayAsync(url, _sink, CancellationToken.None).WaitAsync(Patience.Limit);
    }
}
