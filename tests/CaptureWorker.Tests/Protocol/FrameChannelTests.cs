using OrleansFrames.Capture;
using OrleansFrames.Capture.Protocol;

namespace OrleansFrames.CaptureWorker.Tests.Protocol;

public sealed class FrameChannelTests
{
    [Fact]
    public async Task AFrame_ComesAsItWasSent()
    {
        using var stream = new MemoryStream();
        using var channel = new FrameChannel(stream);
        await channel.SendAsync(FrameKind.Answer, 7, new byte[] { 1, 2 }, new byte[] { 3 });
        await channel.SendAsync(FrameKind.Ping, -1, default);
        stream.Position = 0;

        var first = await channel.ReceiveAsync(CancellationToken.None);
        var second = await channel.ReceiveAsync(CancellationToken.None);

        Assert.Equal((FrameKind.Answer, 7L), (first!.Value.Kind, first.Value.Id));
        Assert.Equal([1, 2, 3], first.Value.Body.ToArray());
        Assert.Equal((FrameKind.Ping, -1L, 0), (second!.Value.Kind, second.Value.Id, second.Value.Body.Length));
        Assert.Null(await channel.ReceiveAsync(CancellationToken.None));
    }

    [Theory]
    [InlineData(new byte[] { 0, 0, 0, 0, 99, 0, 0, 0, 0, 0, 0, 0, 0 })]
    [InlineData(new byte[] { 255, 255, 255, 255, 1, 0, 0, 0, 0, 0, 0, 0, 0 })]
    [InlineData(new byte[] { 0, 0, 0, 127, 1, 0, 0, 0, 0, 0, 0, 0, 0 })]
    public async Task WhatIsNoFrame_IsRefused(byte[] bytes)
    {
        using var channel = new FrameChannel(new MemoryStream(bytes));

        await Assert.ThrowsAsync<InvalidDataException>(() => channel.ReceiveAsync(CancellationToken.None));
    }

    [Fact]
    public async Task AFrameCutShort_IsAnError_NotAFrame()
    {
        using var channel = new FrameChannel(new MemoryStream([5, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1]));

        await Assert.ThrowsAsync<EndOfStreamException>(() => channel.ReceiveAsync(CancellationToken.None));
    }

    [Theory]
    [InlineData(null, PictureFormat.Jpeg)]
    [InlineData(720, PictureFormat.Webp)]
    [InlineData(1, PictureFormat.Png)]
    public void ARequest_ComesAsItWasSent(int? height, PictureFormat format)
    {
        var request = new GrabRequest(
            "é/track", new TrackSource("rtsp://b:p@cam/", height), 480, TimeSpan.FromSeconds(3), TimeSpan.FromMilliseconds(2500), format);

        Assert.Equal(request, GrabCodec.ReadRequest(GrabCodec.WriteRequest(request)));
    }

    [Fact]
    public void ARequestOfPlainRtp_ComesAsItWasSent()
    {
        RtpEndpoint listening = new(5004, 96, "VP8", ControlPort: 5005);
        RtpEndpoint asking = new(20_000, 111, "H264", Address: "media.example", LocalPort: 30_000);
        TrackSource[] sources = [new("", 720) { Sdp = "v=0\r\nm=video 5004 RTP/AVP 96\r\n" }, new("") { Rtp = listening }, new("") { Rtp = asking }];

        Assert.All(sources, source =>
        {
            var request = new GrabRequest("track", source, 480, TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(2));
            Assert.Equal(request, GrabCodec.ReadRequest(GrabCodec.WriteRequest(request)));
        });
    }

    [Fact]
    public void AHello_CarriesTheFences_AndNoOtherVersionIsUnderstood()
    {
        var hello = WorkerCodec.WriteHello(["limits", "calls"]);

        Assert.Equal(["limits", "calls"], WorkerCodec.ReadHello(hello));
        hello[0]--;
        Assert.Null(WorkerCodec.ReadHello(hello));
        Assert.Null(WorkerCodec.ReadHello(default));
    }

    [Fact]
    public void AReport_ComesAsItWasSent()
    {
        var report = new WorkerReport(
            TimeSpan.FromSeconds(9), TimeSpan.FromSeconds(8), 7, 6, 5, TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(3), 2, 1);

        Assert.Equal(report, WorkerCodec.ReadReport(WorkerCodec.WriteReport(report)));
        Assert.Throws<InvalidDataException>(() => WorkerCodec.ReadReport(new byte[8]));
    }

    [Fact]
    public void AnAnswerWithoutPicture_ComesAsItWasSent()
    {
        var failed = GrabResult.Failed(FailureReason.SpoolFull, "full");
        var frozen = new GrabResult(TickOutcome.Frozen);

        Assert.Equal(failed, GrabCodec.ReadAnswer(GrabCodec.WriteAnswerHead(failed)));
        Assert.Equal(frozen, GrabCodec.ReadAnswer(GrabCodec.WriteAnswerHead(frozen)));
    }

    [Fact]
    public void AnAnswerWithPicture_ComesAsItWasSent()
    {
        var picture = new Picture(new byte[] { 9, 8, 7 }, 640, 360, new DateTimeOffset(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero), "forward", "arrival");
        var result = new GrabResult(TickOutcome.Captured, Picture: picture);

        var read = GrabCodec.ReadAnswer((byte[])[.. GrabCodec.WriteAnswerHead(result), .. picture.Bytes.Span]);

        Assert.Equal([9, 8, 7], read.Picture!.Bytes.ToArray());
        Assert.Equal(picture, read.Picture with { Bytes = picture.Bytes });
        Assert.Equal(TickOutcome.Captured, read.Outcome);
    }
}
