using System.Net.Sockets;
using OrleansFrames.Capture;
using OrleansFrames.CaptureWorker.Sources;
using OrleansFrames.CaptureWorker.Sources.Http;
using OrleansFrames.CaptureWorker.Tests.Servers;
using OrleansFrames.Network;

namespace OrleansFrames.CaptureWorker.Tests.Sources;

/// <summary>What a source of a stranger may try, with loopback allowed for the source itself: each ends typed, and nothing inside is reached.</summary>
public sealed class HostileSourceTests : IDisposable
{
    private static readonly SourceLimits Patient = new()
    {
        Connect = Patience.Limit,
        Answer = Patience.Limit,
        Download = Patience.Limit,
        Stall = Patience.Limit,
        FirstPicture = Patience.Limit,
        Check = TimeSpan.FromSeconds(0.05),
    };

    private readonly Canary _canary = new();

    public static TheoryData<string> Elsewhere => ["http://CANARY/x", "//CANARY/x", "https://CANARY/x", "http://localhost:PORT/x", "file:///etc/passwd", "rtsp://CANARY/x", "gopher://CANARY/x"];

    public void Dispose() => _canary.Dispose();

    [Theory]
    [MemberData(nameof(Elsewhere))]
    public Task ARedirect_ElsewhereInside_IsBlocked(string url) => AssertBlockedAsync(_ => RawHttp.Redirect(At(url)));

    [Theory]
    [MemberData(nameof(Elsewhere))]
    public Task AVariant_ElsewhereInside_IsBlocked(string url) =>
        AssertBlockedAsync(_ => RawHttp.Ok($"#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1,RESOLUTION=640x360\n{At(url)}\n"));

    [Theory]
    [MemberData(nameof(Elsewhere))]
    public Task ASegment_ElsewhereInside_IsBlocked(string url) =>
        AssertBlockedAsync(_ => RawHttp.Ok($"#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\n{At(url)}\n"));

    [Theory]
    [MemberData(nameof(Elsewhere))]
    public Task AKey_ElsewhereInside_IsBlocked(string url) => AssertBlockedAsync(path => path == "/segment"
        ? RawHttp.Ok(new byte[1024])
        : RawHttp.Ok($"#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXT-X-KEY:METHOD=AES-128,URI=\"{At(url)}\"\n#EXTINF:2,\nsegment\n"));

    [Theory]
    [MemberData(nameof(Elsewhere))]
    public Task AMap_ElsewhereInside_IsBlocked(string url) => AssertBlockedAsync(path => path == "/segment"
        ? RawHttp.Ok("....moof")
        : RawHttp.Ok($"#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXT-X-MAP:URI=\"{At(url)}\"\n#EXTINF:2,\nsegment\n"));

    [Theory]
    [MemberData(nameof(Elsewhere))]
    public Task ASegmentThatRedirects_ElsewhereInside_IsBlocked(string url) => AssertBlockedAsync(path => path == "/segment"
        ? RawHttp.Redirect(At(url))
        : RawHttp.Ok("#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\nsegment\n"));

    [Theory]
    [InlineData("<?xml version=\"1.0\"?><MPD><Period><AdaptationSet><SegmentBase/></AdaptationSet></Period></MPD>", "DASH")]
    [InlineData("just a text", "neither")]
    [InlineData("", "neither")]
    [InlineData("[playlist]\nFile1=file:///etc/passwd\n", "neither")]
    [InlineData("#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXT-X-KEY:METHOD=SAMPLE-AES,URI=\"k\"\n#EXTINF:2,\ns\n", "SAMPLE-AES")]
    [InlineData("#EXTM3U\n#EXT-X-TARGETDURATION:2\n", "no segment")]
    public async Task ABodyThatIsNoMedia_IsTyped(string body, string hint)
    {
        var fault = await PlayAsync(Patient, _ => RawHttp.Ok(body));

        Assert.True(fault.Reason == FailureReason.Unsupported || fault.Outcome == TickOutcome.NoVideo, fault.ToString());
        Assert.Contains(hint, fault.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("401 Unauthorized", FailureReason.Auth)]
    [InlineData("403 Forbidden", FailureReason.Auth)]
    [InlineData("404 Not Found", FailureReason.NotFound)]
    [InlineData("410 Gone", FailureReason.NotFound)]
    [InlineData("500 Oops", FailureReason.Refused)]
    [InlineData("302 Found", FailureReason.Unsupported)]
    public async Task ARefusal_IsTyped(string status, FailureReason reason) =>
        Assert.Equal(reason, (await PlayAsync(Patient, _ => RawHttp.Status(status))).Reason);

    [Fact]
    public async Task RedirectsWithoutEnd_AreUnsupported() =>
        Assert.Equal(FailureReason.Unsupported, (await PlayAsync(Patient, _ => RawHttp.Redirect("/again"))).Reason);

    [Fact]
    public async Task WhatIsNoHttp_IsUnsupported() =>
        Assert.Equal(FailureReason.Unsupported, (await PlayAsync(Patient, _ => RawHttp.Send("SSH-2.0-OpenSSH_9.2\r\n\r\n"u8.ToArray()))).Reason);

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nX-Slow: ")]
    [InlineData("HTTP/1.1 200 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\n\r\n#EXTM3U\n#")]
    public async Task AnAnswerThatOnlyDrips_IsATimeout(string head)
    {
        var limits = Patient with { Answer = TimeSpan.FromSeconds(1), Download = TimeSpan.FromSeconds(1) };

        Assert.Equal(FailureReason.Timeout, (await PlayAsync(limits, _ => RawHttp.Drip(head))).Reason);
    }

    [Fact]
    public async Task ASegmentThatOnlyDrips_IsATimeout()
    {
        var limits = Patient with { Download = TimeSpan.FromSeconds(1) };

        var fault = await PlayAsync(limits, path => path == "/segment"
            ? RawHttp.Drip("HTTP/1.1 200 OK\r\n\r\n")
            : RawHttp.Ok("#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\nsegment\n"));

        Assert.Equal(FailureReason.Timeout, fault.Reason);
    }

    [Fact]
    public async Task APlaylistWithoutEnd_IsUnsupported()
    {
        var fault = await PlayAsync(Patient, _ => RawHttp.Endless("HTTP/1.1 200 OK\r\n\r\n#EXTM3U\n", "#EXTINF:2,\nsegment\n"u8.ToArray()));

        Assert.Equal(FailureReason.Unsupported, fault.Reason);
        Assert.Contains("1024 KB", fault.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ASegmentWithoutEnd_IsUnsupported()
    {
        var fault = await PlayAsync(Patient with { Segment = 1024 * 1024 }, path => path == "/segment"
            ? RawHttp.Endless("HTTP/1.1 200 OK\r\n\r\n", new byte[64 * 1024])
            : RawHttp.Ok("#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\nsegment\n"));

        Assert.Equal(FailureReason.Unsupported, fault.Reason);
    }

    [Fact]
    public async Task ATransportStreamOfNothing_HasNoVideo_AndIsNotReadWithoutLimit()
    {
        byte[] packet = [0x47, 0x1f, 0xff, 0x10, .. Enumerable.Repeat((byte)0xff, 184)];
        var limits = Patient with { FirstPicture = TimeSpan.FromSeconds(3), BytesPerSecond = 256 * 1024 };
        var sent = 0;

        var fault = await PlayAsync(limits, _ => async (stream, token) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\n\r\n"u8.ToArray(), token);
            for (; ; sent++)
            {
                await stream.WriteAsync(packet, token);
            }
        });

        Assert.Equal(TickOutcome.NoVideo, fault.Outcome);

        // What the system buffers on the way is some megabytes; without a limit it would be gigabytes.
        Assert.InRange((long)sent * packet.Length, 0, 64L * 1024 * 1024);
    }

    [Fact]
    public async Task ALogin_IsSentToNobodyElse()
    {
        // A public place cannot be had in a test: the rule alone decides, before anything is sent.
        await using var server = new RawHttp(path => path == "/" ? RawHttp.Redirect("/next") : RawHttp.Redirect($"http://{_canary.Place}/"));
        var source = new HttpSource(new AddressRule([], allowPrivate: true), Patient, TimeProvider.System);

        await source.PlayAsync(new SourceDemand($"http://bob:s3cret@{server.Place}/"), new CollectingSink(), CancellationToken.None).WaitAsync(Patience.Limit);

        Assert.Equal(2, server.Requests.Count);
        Assert.All(server.Requests, request => Assert.Contains("Authorization: Basic Ym9iOnMzY3JldA==", request, StringComparison.Ordinal));
        Assert.False(_canary.IsTouched);
    }

    [Fact]
    public async Task AnAddressTheRuleForbids_IsBlocked_AndNotConnectedTo()
    {
        var source = new HttpSource(new AddressRule([], allowPrivate: false), Patient, TimeProvider.System);

        var fault = await source.PlayAsync(new SourceDemand($"http://{_canary.Place}/"), new CollectingSink(), CancellationToken.None);

        Assert.Equal(FailureReason.BlockedAddress, fault.Reason);
        Assert.Contains("Network:Allow", fault.Detail, StringComparison.Ordinal);
        Assert.False(_canary.IsTouched);
    }

    [Theory]
    [InlineData("http://no-such-host.invalid/", FailureReason.Dns)]
    [InlineData("http://127.0.0.1:FREE/", FailureReason.Refused)]
    public async Task ASourceThatIsNotThere_IsTyped(string url, FailureReason reason)
    {
        var source = new HttpSource(new AddressRule([], allowPrivate: true), Patient, TimeProvider.System);
        var free = Ports.Free().ToString(System.Globalization.CultureInfo.InvariantCulture);

        var fault = await source.PlayAsync(new SourceDemand(url.Replace("FREE", free, StringComparison.Ordinal)), new CollectingSink(), CancellationToken.None);

        Assert.Equal(reason, fault.Reason);
    }

    private string At(string url) => url
        .Replace("CANARY", _canary.Place, StringComparison.Ordinal)
        .Replace("PORT", _canary.Place.Split(':')[1], StringComparison.Ordinal);

    private async Task AssertBlockedAsync(Func<string, Func<NetworkStream, CancellationToken, Task>> answer)
    {
        var fault = await PlayAsync(Patient, answer);

        Assert.Equal((TickOutcome.Failed, FailureReason.BlockedAddress), (fault.Outcome, fault.Reason));
        Assert.False(_canary.IsTouched);
    }

    private static async Task<SourceFault> PlayAsync(SourceLimits limits, Func<string, Func<NetworkStream, CancellationToken, Task>> answer)
    {
        await using var server = new RawHttp(answer);
        var source = new HttpSource(new AddressRule([], allowPrivate: true), limits, TimeProvider.System);
        return await source.PlayAsync(new SourceDemand($"http://{server.Place}/"), new CollectingSink(), CancellationToken.None).WaitAsync(Patience.Limit);
    }
}
