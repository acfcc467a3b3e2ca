using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using OrleansFrames.CaptureWorker.Sources.Rtp;
using OrleansFrames.CaptureWorker.Tests.Cameras;
using OrleansFrames.CaptureWorker.Tests.Servers;
using OrleansFrames.Network;

namespace OrleansFrames.CaptureWorker.Tests.Sources;

public sealed class RtpReceiverTests : IDisposable
{
    private static readonly UdpPump Pump = new(TimeProvider.System);

    private readonly CollectingConsumer _consumer = new();
    private readonly RtpPacketizer _packetizer = new(100);
    private readonly Socket _sender = Bound();

    [Fact]
    public async Task Packets_OfASocket_ComeInOrderAndNoneIsMissing()
    {
        using var receiver = Start();

        byte[][] packets = [.. Enumerable.Range(0, 100).Select(_ => Packet())];
        Send(receiver, packets);

        await _consumer.UntilAsync([.. Enumerable.Range(0, 100).Select(sequence => (ushort)sequence)]);
        Assert.Equal(0, receiver.Statistics.Lost);
    }

    [Fact]
    public void Packets_ThatOvertakeOrComeTwice_ArePassedOnInOrderAndOnce()
    {
        using var receiver = Open();
        byte[][] packets = [.. Enumerable.Range(0, 4).Select(_ => Packet())];

        foreach (var at in (int[])[0, 2, 1, 1, 3])
        {
            Feed(receiver, packets[at], IPAddress.Loopback, 5000, 0);
        }

        Assert.Equal<ushort>([0, 1, 2, 3], _consumer.Sequences);
    }

    [Fact]
    public async Task Lost_IsPassedOverAndCounted()
    {
        using var receiver = Start();

        byte[][] packets = [.. Enumerable.Range(0, 10).Select(_ => Packet())];
        Send(receiver, [.. packets.Where((_, at) => at is not 4 and not 5)]);

        await _consumer.UntilAsync(0, 1, 2, 3, 6, 7, 8, 9);
        Assert.Equal(2, receiver.Statistics.Lost);
        Assert.Equal(2 * 256 / 10, receiver.Statistics.TakeFraction());
    }

    [Fact]
    public void ForeignSender_IsIgnored()
    {
        using var receiver = Open();

        Feed(receiver, Packet(), IPAddress.Loopback, 5000, 0);
        _packetizer.Sequence = 1;
        Feed(receiver, Packet(), IPAddress.Parse("127.0.0.2"), 5000, 10_000);
        _packetizer.Sequence = 1;
        Feed(receiver, Packet(), IPAddress.Loopback, 5001, 400);
        Feed(receiver, Packet(), IPAddress.Loopback, 5000, 410);

        Assert.Equal<ushort>([0], _consumer.Sequences.Take(1));
        Assert.Equal(2, receiver.Senders.Refused);
        Assert.Null(receiver.Senders.Blocked);
    }

    [Fact]
    public void SenderThatStartsAnewOnAnotherPort_TakesOverAfterASilence()
    {
        using var receiver = Open();

        Feed(receiver, Packet(), IPAddress.Loopback, 5000, 0);
        Feed(receiver, Packet(), IPAddress.Loopback, 5001, 600);

        Assert.Equal<ushort>([0, 1], _consumer.Sequences);
    }

    [Fact]
    public void TheOneAddressGiven_IsTheOnlyOne_WhateverTheRuleAllows()
    {
        using var receiver = Open(only: IPAddress.Parse("127.0.0.2"));

        Feed(receiver, Packet(), IPAddress.Loopback, 5000, 0);
        Feed(receiver, Packet(), IPAddress.Parse("127.0.0.2"), 5000, 0);

        Assert.Equal<ushort>([1], _consumer.Sequences);
    }

    [Fact]
    public async Task SenderThatTheRuleForbids_IsIgnoredAndNamed()
    {
        using var receiver = Start(new AddressRule([], allowPrivate: false));

        Send(receiver, Packet());

        await Patience.UntilAsync("the refusal", () => Task.FromResult(receiver.Senders.Blocked is not null));
        Assert.Equal(IPAddress.Loopback, receiver.Senders.Blocked);
        Assert.Empty(_consumer.Sequences);
    }

    [Fact]
    public async Task AnotherPayloadType_IsNoPartOfTheStream()
    {
        using var receiver = Start();

        Send(receiver, Packet(), _packetizer.Packet([1], 0, marker: false, payloadType: 111), Packet());

        await _consumer.UntilAsync(0, 2);
    }

    [Fact]
    public void AnotherSource_IsIgnoredWhileTheFirstSends_AndTakesOverWhenItIsSilent()
    {
        using var receiver = Open();
        byte[] Other(ushort sequence)
        {
            var packet = new RtpPacketizer(100) { Sequence = sequence }.Packet([1], 0, marker: false);
            BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(8), 77);
            return packet;
        }

        Feed(receiver, Packet(), IPAddress.Loopback, 5000, 0);
        Feed(receiver, Other(40_000), IPAddress.Loopback, 5000, 100);
        Feed(receiver, Packet(), IPAddress.Loopback, 5000, 150);
        Assert.Equal<ushort>([0, 1], _consumer.Sequences);

        Feed(receiver, Other(40_001), IPAddress.Loopback, 5000, 360);
        Feed(receiver, Other(40_002), IPAddress.Loopback, 5000, 361);
        Assert.Equal<ushort>([0, 1, 40_001, 40_002], _consumer.Sequences);
        Assert.Equal(77u, receiver.Statistics.Source);
    }

    [Fact]
    public async Task Control_OnItsOwnPort_IsAnsweredWhereItCameFrom()
    {
        using var receiver = Start(isMuxed: false);
        using var control = Bound();
        byte[] report = [0x80, 201, 0, 1, 0, 0, 0, 9];

        Send(receiver, Packet());
        await _consumer.UntilAsync(0);
        control.SendTo(report, new IPEndPoint(IPAddress.Loopback, receiver.Sockets.ControlPort));
        await Patience.UntilAsync("the report", () => Task.FromResult(_consumer.Controls.Count == 1));
        receiver.SendControl([1, 2, 3]);

        Assert.Equal(report, _consumer.Controls[0]);
        Assert.Equal([1, 2, 3], await ReceiveAsync(control));
    }

    [Fact]
    public async Task Control_OnTheMediaPort_IsAnsweredThere()
    {
        using var receiver = Start();
        byte[] report = [0x80, 200, 0, 1, 0, 0, 0, 9];

        Send(receiver, Packet(), report);
        await Patience.UntilAsync("the report", () => Task.FromResult(_consumer.Controls.Count == 1));
        receiver.SendControl([1, 2, 3]);

        Assert.Equal([1, 2, 3], await ReceiveAsync(_sender));
    }

    [Fact]
    public async Task ConsumerThatThrows_IsToldOnce_AndOthersGoOn()
    {
        using var broken = Start();
        var other = new CollectingConsumer();
        using var healthy = Start(consumer: other);
        _consumer.Fault = new InvalidOperationException("broken");

        Send(broken, Packet());
        var failed = await _consumer.WhenFailed.WaitAsync(Patience.Limit, TimeProvider.System);
        Send(healthy, Packet());

        Assert.Equal("broken", failed.Message);
        await other.UntilAsync(1);
    }

    [Fact]
    public void Dispose_FreesThePorts()
    {
        var receiver = Start(isMuxed: false);
        var (media, control) = (receiver.Sockets.MediaPort, receiver.Sockets.ControlPort);
        receiver.Dispose();

        using var again = RtpSockets.Open(IPAddress.Loopback, media, control);

        Assert.Equal((media, control), (again.MediaPort, again.ControlPort));
    }

    public void Dispose() => _sender.Dispose();

    private static Socket Bound()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return socket;
    }

    private static void Send(Socket socket, RtpReceiver receiver, params byte[][] packets)
    {
        foreach (var packet in packets)
        {
            socket.SendTo(packet, new IPEndPoint(IPAddress.Loopback, receiver.Sockets.MediaPort));
        }
    }

    private static async Task<byte[]> ReceiveAsync(Socket socket)
    {
        using var deadline = new CancellationTokenSource(Patience.Limit, TimeProvider.System);
        var buffer = new byte[1500];
        return buffer[..await socket.ReceiveAsync(buffer, deadline.Token)];
    }

    private byte[] Packet() => _packetizer.Packet([1, 2, 3], 0, marker: false);

    private void Send(RtpReceiver receiver, params byte[][] packets) => Send(_sender, receiver, packets);

    private static void Feed(RtpReceiver receiver, byte[] packet, IPAddress from, int port, int milliseconds) => ((IDatagramHandler)receiver).Receive(
        packet, UdpPeer.Of(from, port), new(milliseconds * TimeProvider.System.TimestampFrequency / 1000, default));

    private RtpReceiver Start(AddressRule? rule = null, bool isMuxed = true, IRtpConsumer? consumer = null)
    {
        var receiver = Open(rule, isMuxed, consumer);
        receiver.Start();
        return receiver;
    }

    private RtpReceiver Open(AddressRule? rule = null, bool isMuxed = true, IRtpConsumer? consumer = null, IPAddress? only = null)
    {
        var senders = new SenderLock(rule ?? new AddressRule([], allowPrivate: true), TimeProvider.System, only);
        var sockets = RtpSockets.Open(IPAddress.Loopback, 0, isMuxed ? null : 0);
        return new RtpReceiver(sockets, senders, 96, consumer ?? _consumer, Pump, TimeProvider.System);
    }
}
