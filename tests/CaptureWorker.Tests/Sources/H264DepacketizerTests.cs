using OrleansFrames.CaptureWorker.Sources;
using OrleansFrames.CaptureWorker.Sources.Rtp;
using OrleansFrames.CaptureWorker.Tests.Cameras;

namespace OrleansFrames.CaptureWorker.Tests.Sources;

public sealed class H264DepacketizerTests
{
    private static readonly byte[] StartCode = [0, 0, 0, 1];

    private readonly Clip _clip = Clip.Moving();
    private readonly CollectingSink _sink = new();
    private readonly RtpPacketizer _packetizer = new(200);
    private readonly H264Depacketizer _depacketizer;

    public H264DepacketizerTests()
    {
        _depacketizer = new H264Depacketizer(_sink, 96, [_clip.SequenceSet, _clip.PictureSet]);
    }

    [Fact]
    public void FragmentsOfARealClip_GiveBackItsPictures()
    {
        Send(_clip.Pictures);

        Assert.Equal(_clip.Pictures.Count, _sink.Units.Count);
        Assert.Equal(_clip.Pictures.Select(Clip.IsKey), _sink.Units.Select(unit => unit.IsKey));
        Assert.All(_clip.Pictures.Zip(_sink.Units), pair => Assert.Equal(Expected(pair.First), pair.Second.Bytes));
        Assert.All(_sink.Units, unit => Assert.Equal((320, 240), (unit.Format.Width, unit.Format.Height)));
    }

    [Fact]
    public void ParameterSets_OfTheStreamAlone_AreEnough()
    {
        var depacketizer = new H264Depacketizer(_sink, 96, []);
        foreach (var packet in Packets(_clip.Pictures[0], 0))
        {
            depacketizer.Add(packet, default);
        }

        Assert.Equal(Expected(_clip.Pictures[0]), Assert.Single(_sink.Units).Bytes);
    }

    [Fact]
    public void Aggregate_OfSetsAndSlice_IsOnePicture()
    {
        var key = _clip.Pictures[0].Single(nal => Clip.Type(nal) == 5);
        byte[] payload = [24, .. Sized(_clip.SequenceSet), .. Sized(_clip.PictureSet), .. Sized(key)];

        _depacketizer.Add(_packetizer.Packet(payload, 0, marker: true), default);

        Assert.Equal(Expected(_clip.Pictures[0]), Assert.Single(_sink.Units).Bytes);
    }

    [Fact]
    public void Aggregate_CutShort_IsUndecodable()
    {
        var key = _clip.Pictures[0].Single(nal => Clip.Type(nal) == 5);
        byte[] payload = [24, .. Sized(key), 0xff, 0xff, 1];

        _depacketizer.Add(_packetizer.Packet(payload, 0, marker: true), default);

        Assert.Empty(_sink.Units);
        Assert.Equal(1, _sink.Undecodable);
    }

    [Fact]
    public void Pictures_BeforeTheFirstKeyFrame_AreUndecodable()
    {
        Send(_clip.Pictures.Skip(1).Take(12));

        Assert.Equal(9, _sink.Undecodable);
        Assert.Equal([true, false, false], _sink.Units.Select(unit => unit.IsKey));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(int.MaxValue)]
    public void ALostPacket_EndsDecodingUntilTheNextKeyFrame(int lost)
    {
        for (var index = 0; index < 12; index++)
        {
            var packets = Packets(_clip.Pictures[index], index);
            if (index == 4)
            {
                packets.RemoveAt(Math.Min(lost, packets.Count - 1));
            }

            packets.ForEach(packet => _depacketizer.Add(packet, default));
        }

        Assert.Equal(4, _sink.Units.TakeWhile((unit, at) => at == 0 || !unit.IsKey).Count());
        Assert.Equal(6, _sink.Units.Count);
        Assert.Equal(6, _sink.Undecodable);
    }

    [Fact]
    public void ALostKeyFrameBeginning_NeverPassesTheRestAsAPicture()
    {
        var sliced = Clip.Make("testsrc2=s=320x240:r=10", "-frames:v 2 -g 1 -x264opts slices=4");
        foreach (var packet in Packets(sliced.Pictures[0], 0))
        {
            _depacketizer.Add(packet, default);
        }

        var next = Packets(sliced.Pictures[1], 1);
        var secondSlice = next.FindIndex(packet => IsSliceStart(packet)) + 1;
        secondSlice = next.FindIndex(secondSlice, IsSliceStart);
        next[secondSlice..].ForEach(packet => _depacketizer.Add(packet, default));

        Assert.Single(_sink.Units);
        Assert.Equal(1, _sink.Undecodable);
    }

    [Fact]
    public void APicture_WithoutMarker_EndsAtTheNextTimestamp()
    {
        foreach (var index in new[] { 0, 1 })
        {
            foreach (var payload in _clip.Pictures[index].SelectMany(_packetizer.Payloads))
            {
                _depacketizer.Add(_packetizer.Packet(payload, (uint)index, marker: false), default);
            }
        }

        Assert.Equal(Expected(_clip.Pictures[0]), Assert.Single(_sink.Units).Bytes);
    }

    [Fact]
    public void Noise_IsNeverAPicture()
    {
        var random = new Random(7);
        for (var index = 0; index < 20_000; index++)
        {
            var payload = new byte[random.Next(0, 60)];
            random.NextBytes(payload);
            _depacketizer.Add(_packetizer.Packet(payload, (uint)(index / 3), index % 3 == 2), default);
            _depacketizer.Add(payload, default);
        }

        Assert.All(_sink.Units, unit => Assert.True(unit.Bytes.Length < 3000));
    }

    [Fact]
    public void OtherPayloadTypes_AreLeftOut()
    {
        _depacketizer.Add(_packetizer.Packet(_clip.Pictures[0][^1], 0, marker: true, payloadType: 97), default);

        Assert.Empty(_sink.Units);
        Assert.Equal(0, _sink.Undecodable);
    }

    private static bool IsSliceStart(byte[] packet) =>
        packet[12] is var header && ((header & 0x1f) == 5 || ((header & 0x1f) == 28 && (packet[13] & 0x80) != 0 && (packet[13] & 0x1f) == 5));

    private static byte[] Sized(byte[] nal) => [(byte)(nal.Length >> 8), (byte)nal.Length, .. nal];

    private static byte[] Expected(byte[][] picture) =>
        [.. picture.Where(nal => Clip.Type(nal) is 1 or 5 or 7 or 8).SelectMany(nal => StartCode.Concat(nal))];

    private List<byte[]> Packets(byte[][] picture, int index) =>
        [.. _packetizer.Packets(picture, (uint)(index * 9000)).Select(packet => packet[4..])];

    private void Send(IEnumerable<byte[][]> pictures)
    {
        foreach (var (index, picture) in pictures.Index())
        {
            Packets(picture, index).ForEach(packet => _depacketizer.Add(packet, Moment.Now(TimeProvider.System)));
        }
    }
}
