using System.Net;
using System.Net.Sockets;
using OrleansFrames.Capture;
using OrleansFrames.CaptureWorker.Sources;
using OrleansFrames.CaptureWorker.Sources.Rtp;
using OrleansFrames.CaptureWorker.Sources.Rtsp;
using OrleansFrames.CaptureWorker.Tests.Cameras;
using OrleansFrames.Network;

namespace OrleansFrames.CaptureWorker.Tests.Sources;

public sealed class RtspSourceTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Short = TimeSpan.FromSeconds(1);

    // Each test shortens the one limit that it is about: on a busy machine another one would be over first.
    private static readonly RtspLimits Patient = new()
    {
        Answer = Patience,
        Stall = Patience,
        FirstPicture = Patience,
        Check = TimeSpan.FromSeconds(0.05),
    };

    private readonly CollectingSink _sink = new();

    public static TheoryData<string, TickOutcome, FailureReason?, string> Refusals => new()
    {
        { "404", TickOutcome.Failed, FailureReason.NotFound, "check the path" },
        { "403", TickOutcome.Failed, FailureReason.Auth, "403" },
        { "302", TickOutcome.Failed, FailureReason.Refused, "redirect" },
        { "461", TickOutcome.Failed, FailureReason.Unsupported, "461" },
        { "503", TickOutcome.Failed, FailureReason.Refused, "503" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task ARefusal_IsTyped(string status, TickOutcome outcome, FailureReason? reason, string hint)
    {
        await using var camera = new TestCamera(new CameraScript { DescribeStatus = int.Parse(status), Clip = Clip.Moving() });

        AssertFault(await PlayAsync(camera.Url, Patient), outcome, reason, hint);
    }

    [Theory]
    [InlineData(TestSdp.AudioOnly, TickOutcome.NoVideo, null, "no video")]
    [InlineData(TestSdp.Av1, TickOutcome.Failed, FailureReason.Unsupported, "AV1")]
    public async Task ASourceWithoutUsableVideo_IsTyped(string sdp, TickOutcome outcome, FailureReason? reason, string hint)
    {
        await using var camera = new TestCamera(new CameraScript { Sdp = sdp });

        AssertFault(await PlayAsync(camera.Url, Patient), outcome, reason, hint);
    }

    [Fact]
    public async Task AClosedPort_IsRefused()
    {
        // Bound and not listening: nobody else can take the port meanwhile.
        using var closed = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        closed.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var port = ((IPEndPoint)closed.LocalEndPoint!).Port;

        AssertFault(await PlayAsync($"rtsp://127.0.0.1:{port}/cam", Patient), TickOutcome.Failed, FailureReason.Refused, $"127.0.0.1:{port}");
    }

    [Fact]
    public async Task AnUnknownHost_IsDns() =>
        AssertFault(await PlayAsync("rtsp://no-such-host.invalid/cam", Patient), TickOutcome.Failed, FailureReason.Dns, "no-such-host.invalid");

    [Fact]
    public async Task AnAddressTheRuleForbids_IsBlocked_AndNotConnectedTo()
    {
        await using var camera = new TestCamera(new CameraScript { Clip = Clip.Moving() });
        var source = new RtspSource(new AddressRule([], allowPrivate: false), Patient, RtpShared.For(RtpPorts.Default, TimeProvider.System), TimeProvider.System);

        AssertFault(await source.PlayAsync(camera.Url, _sink, CancellationToken.None), TickOutcome.Failed, FailureReason.BlockedAddress, "Network:Allow");
        Assert.Equal(0, camera.Connections);
    }

    [Fact]
    public async Task Silence_IsATimeout()
    {
        await using var camera = new TestCamera(new CameraScript { IsSilent = true });

        AssertFault(await PlayAsync(camera.Url, Patient with { Answer = Short }), TickOutcome.Failed, FailureReason.Timeout, "OPTIONS");
    }

    [Fact]
    public async Task ASourceThatStopsSending_IsStalled()
    {
        await using var camera = new TestCamera(new CameraScript { Clip = Clip.Moving(), StallAfter = 5 });

        AssertFault(await PlayAsync(camera.Url, Patient with { Stall = Short }), TickOutcome.Failed, FailureReason.Stalled, "no media");
        Assert.NotEmpty(_sink.Units);
    }

    [Fact]
    public async Task ASourceThatNeverSends_HasNoVideo()
    {
        await using var camera = new TestCamera(new CameraScript { Clip = Clip.Moving(), StallAfter = 0 });

        AssertFault(await PlayAsync(camera.Url, Patient with { FirstPicture = Short }), TickOutcome.NoVideo, null, "no picture");
    }

    [Fact]
    public async Task ASourceThatHangsUp_HasEnded()
    {
        await using var camera = new TestCamera(new CameraScript { Clip = Clip.Moving(), CloseAfter = 3 });

        var fault = await PlayAsync(camera.Url, Patient);

        Assert.True(fault.Ended, fault.Detail);
        Assert.Equal(FailureReason.Refused, fault.Reason);
    }

    [Fact]
    public async Task WhatIsNoRtsp_IsUnsupported()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var answering = AnswerAsync(listener, "HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray());

        var fault = await PlayAsync($"rtsp://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/", Patient);

        AssertFault(fault, TickOutcome.Failed, FailureReason.Unsupported, "RTSP");
        (await answering).Dispose();
    }

    [Theory]
    [InlineData("Basic realm=\"camera\"")]
    [InlineData("Digest realm=\"camera\", nonce=\"{nonce}\"")]
    [InlineData("Digest realm=\"camera\", nonce=\"{nonce}\", qop=\"auth\"")]
    [InlineData("Digest realm=\"camera\", nonce=\"{nonce}\", qop=\"auth\", algorithm=SHA-256")]
    public async Task Credentials_OfTheUrl_OpenTheCamera(string challenge)
    {
        await using var camera = new TestCamera(new CameraScript { Clip = Clip.Moving(), CloseAfter = 8, Login = ("bob", "p@ss"), Challenge = challenge });

        var fault = await PlayAsync(camera.Url.Replace("rtsp://", "rtsp://bob:p%40ss@", StringComparison.Ordinal), Patient);

        Assert.True(fault.Ended, fault.Detail);
        Assert.NotEmpty(_sink.Units);
    }

    [Theory]
    [InlineData("Basic realm=\"camera\"", "rtsp://bob:s3cret@", "check user and password in the URL")]
    [InlineData("Digest realm=\"camera\", nonce=\"{nonce}\"", "rtsp://bob:s3cret@", "check user and password in the URL")]
    [InlineData("Digest realm=\"camera\", nonce=\"{nonce}\"", "rtsp://", "put them in the URL")]
    public async Task WrongOrMissingCredentials_AreAuth_AndTellNoPassword(string challenge, string prefix, string hint)
    {
        await using var camera = new TestCamera(new CameraScript { Clip = Clip.Moving(), Login = ("bob", "right"), Challenge = challenge });

        var fault = await PlayAsync(camera.Url.Replace("rtsp://", prefix, StringComparison.Ordinal), Patient);

        AssertFault(fault, TickOutcome.Failed, FailureReason.Auth, hint);
        Assert.DoesNotContain("s3cret", fault.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheSession_IsKeptAlive_WithinItsTimeout()
    {
        await using var camera = new TestCamera(new CameraScript { Clip = Clip.Moving(), SessionTimeout = 1, Login = ("bob", "x"), Challenge = "Digest realm=\"c\", nonce=\"{nonce}\", qop=\"auth\"" });
        using var stop = new CancellationTokenSource(Patience);
        var playing = PlayAsync(camera.Url.Replace("rtsp://", "rtsp://bob:x@", StringComparison.Ordinal), Patient, stop.Token);

        var kept = 0;
        while (kept < 2)
        {
            var request = await camera.Requests.ReadAsync(stop.Token);
            kept += request.StartsWith("GET_PARAMETER", StringComparison.Ordinal) ? 1 : 0;
        }

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => playing);

        // Another one may have been kept alive before the end was heard of.
        while (!(await camera.Requests.ReadAsync(new CancellationTokenSource(Patience).Token)).StartsWith("TEARDOWN", StringComparison.Ordinal))
        {
        }
    }

    private static async Task<TcpClient> AnswerAsync(TcpListener listener, byte[] answer)
    {
        var client = await listener.AcceptTcpClientAsync();
        await client.GetStream().WriteAsync(answer);
        return client;
    }

    private static void AssertFault(SourceFault fault, TickOutcome outcome, FailureReason? reason, string hint)
    {
        Assert.Equal((outcome, reason), (fault.Outcome, fault.Reason));
        Assert.Contains(hint, fault.Detail, StringComparison.Ordinal);
    }

    private Task<SourceFault> PlayAsync(string url, RtspLimits limits, CancellationToken cancellationToken = default) =>
        new RtspSource(new AddressRule([], allowPrivate: true), limits, RtpShared.For(RtpPorts.Default, TimeProvider.System), TimeProvider.System).PlayAsync(url, _sink, cancellationToken).WaitAsync(Patience, CancellationToken.None);
}
