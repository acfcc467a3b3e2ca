using System.Buffers;
using OrleansFrames.CaptureWorker.Pictures;
using OrleansFrames.CaptureWorker.Sources;
using OrleansFrames.CaptureWorker.Sources.Codecs;
using OrleansFrames.CaptureWorker.Sources.Rtp;
using OrleansFrames.CaptureWorker.Sources.Rtsp;
using OrleansFrames.CaptureWorker.Tests.Cameras;
using OrleansFrames.CaptureWorker.Tests.Pictures;
using OrleansFrames.Network;

namespace OrleansFrames.CaptureWorker.Tests.Sources;

/// <summary>What ffmpeg packs into RTP, through our depacketizers and decoders, against what ffmpeg decodes itself.</summary>
public sealed class CodecTests
{
    private const string H264 = "libx264 -bf 0";
    private const string H265 = "libx265 -x265-params log-level=error:open-gop=0:bframes=0";
    private const string H265OpenGop = "libx265 -x265-params log-level=error:open-gop=1:bframes=3:keyint=5:min-keyint=5";
    private const string Vp8 = "libvpx -deadline realtime -auto-alt-ref 0";
    private const string Vp9 = "libvpx-vp9 -deadline realtime -auto-alt-ref 0";

    // Pictures of the layers 0, 2, 1, 2, and so on: the base layer is every fourth.
    private const string ThreeLayers =
        "-g 100 -lag-in-frames 0 -error-resilient default -ts-parameters ts_number_layers=3:ts_target_bitrate=100,150,200:ts_rate_decimator=4,2,1:ts_periodicity=4:ts_layer_id=0,2,1,2:ts_layering_mode=3";

    private static readonly int[] Layers = [0, 2, 1, 2];

    private readonly CollectingSink _sink = new();

    [Theory]
    [InlineData(H264, VideoCodec.H264)]
    [InlineData(H265, VideoCodec.H265)]
    [InlineData(Vp8, VideoCodec.Vp8)]
    [InlineData(Vp9, VideoCodec.Vp9)]
    internal async Task EveryPicture_IsTheOneThatFfmpegSees(string encoder, VideoCodec codec)
    {
        var clip = RtpClip.Make(encoder);
        Play(clip, clip.Pictures.SelectMany(picture => picture));

        Assert.Equal(20, _sink.Units.Count);
        Assert.Equal(Enumerable.Range(0, 20).Select(index => index % RtpClip.KeyEvery == 0), _sink.Units.Select(unit => unit.IsKey));
        Assert.All(_sink.Units, unit => Assert.Equal((codec, RtpClip.Width, RtpClip.Height), (unit.Format.Codec, unit.Format.Width, unit.Format.Height)));
        foreach (var index in new[] { 0, 5, 12, 19 })
        {
            await AssertSameAsync(clip, index);
        }
    }

    [Theory]
    [InlineData(Vp8)]
    [InlineData(Vp9)]
    public async Task OfTemporalLayers_TheBaseIsPassedOn_AndIsWhatFfmpegSees(string encoder)
    {
        var clip = RtpClip.Make(encoder, ThreeLayers);
        Play(clip, clip.Pictures.SelectMany((picture, index) => picture.Select(packet => WithLayer(packet, encoder == Vp8, Layers[index % Layers.Length]))));

        Assert.Equal((5, 0), (_sink.Units.Count, _sink.Undecodable));
        foreach (var index in new[] { 1, 4 })
        {
            await AssertSameAsync(clip, index * Layers.Length, UpTo(index));
        }
    }

    [Fact]
    public async Task OfTemporalLayersOfH265_TheBaseCanBeDecodedAlone()
    {
        var clip = RtpClip.Make("libx265 -x265-params log-level=error:open-gop=0:bframes=3:b-adapt=0:temporal-layers=1");
        Play(clip, clip.Pictures.SelectMany(picture => picture.Select(WithLayerOfH265)));

        Assert.Equal(12, _sink.Units.Count);
        foreach (var group in Groups())
        {
            using var still = await Stills.RenderAsync(group);
        }
    }

    [Fact]
    public async Task OpenGroupsOfH265_BeginAtAnyKeyFrame_WithoutWhatRefersBeyondIt()
    {
        var clip = RtpClip.Make(H265OpenGop);
        Play(clip, clip.Pictures.Skip(clip.Pictures.Count / 2).SelectMany(picture => picture));

        Assert.NotEmpty(_sink.Units);
        foreach (var group in Groups())
        {
            using var still = await Stills.RenderAsync(group);
            Assert.Equal(new PictureSize(RtpClip.Width, RtpClip.Height), still.Size);
        }
    }

    [Theory]
    [InlineData(H264)]
    [InlineData(H265)]
    [InlineData(Vp8)]
    [InlineData(Vp9)]
    public async Task LostPacket_NothingIsPassedOnUntilTheNextKeyFrame(string encoder)
    {
        var clip = RtpClip.Make(encoder);
        var packets = clip.Pictures.SelectMany((picture, index) => index == 7 ? picture.Take(0) : picture);
        Play(clip, packets);

        Assert.Equal(2, _sink.Undecodable);
        Assert.Equal(17, _sink.Units.Count);
        foreach (var group in Groups())
        {
            using var still = await Stills.RenderAsync(group);
        }
    }

    [Theory]
    [InlineData(H264)]
    [InlineData(H265)]
    [InlineData(Vp8)]
    [InlineData(Vp9)]
    public void LostPacketOfAKeyFrame_TheKeyFrameIsUndecodable(string encoder)
    {
        var clip = RtpClip.Make(encoder);
        foreach (var lost in Enumerable.Range(0, clip.Pictures[5].Length))
        {
            Play(clip, clip.Pictures.Take(10).SelectMany((picture, index) => index == 5 ? picture.Where((_, number) => number != lost) : picture));
        }

        // A packet of parameter sets alone is no loss: they are known.
        Assert.InRange(_sink.Units.Count(unit => unit.IsKey), clip.Pictures[5].Length, clip.Pictures[5].Length + 1);
    }

    [Theory]
    [InlineData("libx265 -x265-params log-level=error:colormatrix=bt709:range=full", "-color_range pc", true, true)]
    [InlineData("libx265 -x265-params log-level=error:colormatrix=bt709", "", false, true)]
    [InlineData("libx265 -x265-params log-level=error:scaling-list=default:range=full", "-color_range pc", true, false)]
    [InlineData("libvpx-vp9 -deadline realtime -colorspace bt709 -color_range pc", "", true, true)]
    [InlineData("libvpx-vp9 -deadline realtime -colorspace bt709", "", false, true)]
    [InlineData("libvpx-vp9 -deadline realtime", "", false, false)]
    public void Format_TellsTheColours(string encoder, string options, bool fullRange, bool isBt709)
    {
        var clip = RtpClip.Make(encoder, options);
        Play(clip, clip.Pictures[0]);

        var format = Assert.Single(_sink.Units).Format;
        Assert.Equal((fullRange, isBt709), (format.FullRange, format.IsBt709));
    }

    [Theory]
    [InlineData(H265)]
    [InlineData(Vp8)]
    [InlineData(Vp9)]
    public async Task RtspCamera_OfThisCodec_GivesItsPictures(string encoder)
    {
        await using var camera = new TestCamera(new CameraScript { Packets = RtpClip.Make(encoder) });
        using var enough = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var sink = new CountingSink(10, enough);
        var source = new RtspSource(new AddressRule([], allowPrivate: true), new RtspLimits(), RtpShared.For(RtpPorts.Default, TimeProvider.System), TimeProvider.System);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => source.PlayAsync(camera.Url, sink, enough.Token));

        Assert.True(sink.Units >= 10, $"only {sink.Units} pictures came");
    }

    [Theory]
    [InlineData(VideoCodec.H264)]
    [InlineData(VideoCodec.H265)]
    [InlineData(VideoCodec.Vp8)]
    [InlineData(VideoCodec.Vp9)]
    internal void Garbage_IsNoPictureAndNoException(VideoCodec codec)
    {
        var random = new Random(1);
        var depacketizer = RtpDepacketizer.For(new(codec, 96, "", "", []), _sink);
        RtpPacketizer packetizer = new(1200);
        for (var round = 0; round < 20_000; round++)
        {
            var payload = new byte[random.Next(0, 40)];
            random.NextBytes(payload);
            depacketizer.Add(packetizer.Packet(payload, (uint)(round / 3), random.Next(3) == 0), default);
        }
    }

    private void Play(RtpClip clip, IEnumerable<byte[]> packets)
    {
        var depacketizer = RtpDepacketizer.For(SessionDescription.FindVideo(clip.Sdp, "rtsp://camera/"), _sink);
        foreach (var packet in packets)
        {
            depacketizer.Add(packet, default);
        }
    }

    /// <summary>Every group of pictures, from its key frame to its last picture.</summary>
    private IEnumerable<CompressedPicture> Groups()
    {
        for (var end = 1; end <= _sink.Units.Count; end++)
        {
            if (end == _sink.Units.Count || _sink.Units[end].IsKey)
            {
                yield return UpTo(end - 1);
            }
        }
    }

    private CompressedPicture UpTo(int index)
    {
        var key = _sink.Units.FindLastIndex(index, unit => unit.IsKey);
        var buffer = ArrayPool<byte>.Shared.Rent(_sink.Units[key..(index + 1)].Sum(unit => unit.Bytes.Length));
        List<CompressedUnit> units = [];
        var at = 0;
        foreach (var unit in _sink.Units[key..(index + 1)])
        {
            unit.Bytes.CopyTo(buffer, at);
            units.Add(new(at, unit.Bytes.Length, units.Count + 1, unit.IsReference, default));
            at += unit.Bytes.Length;
        }

        return new(buffer, units, _sink.Units[key].Format);
    }

    /// <summary>A packet of ffmpeg's, which says nothing of layers, with its picture's temporal layer in the payload descriptor.</summary>
    private static byte[] WithLayer(byte[] packet, bool isVp8, int layer)
    {
        const int Header = 12;
        if (!isVp8)
        {
            return [.. packet[..Header], (byte)(packet[Header] | 0x20), (byte)(layer << 5), 0, .. packet[(Header + 1)..]];
        }

        // Behind the extension's flags stands the picture's number, in 7 or 15 bits.
        Assert.Equal((0x80, 0x80), (packet[Header] & 0x80, packet[Header + 1] & 0xf0));
        var behind = Header + 2 + ((packet[Header + 2] & 0x80) != 0 ? 2 : 1);
        return [.. packet[..(Header + 1)], (byte)(packet[Header + 1] | 0x20), .. packet[(Header + 2)..behind], (byte)(layer << 6), .. packet[behind..]];
    }

    // Ffmpeg's fragments all say that they are of the base layer; what the first of the higher layer is tells its NAL unit's type.
    private static byte[] WithLayerOfH265(byte[] packet)
    {
        const int Header = 12;
        var isFragment = ((packet[Header] >> 1) & 0x3f) == 49;
        return isFragment && (packet[Header + 2] & 0x3f) is 2 or 3 ? [.. packet[..(Header + 1)], 2, .. packet[(Header + 2)..]] : packet;
    }

    private Task AssertSameAsync(RtpClip clip, int index) => AssertSameAsync(clip, index, UpTo(index));

    private static async Task AssertSameAsync(RtpClip clip, int index, CompressedPicture group)
    {
        using var still = await Stills.RenderAsync(group);
        var ours = Stills.Pixels(still);
        double[] differences = [.. Enumerable.Range(index - 1, 3).Select(each => Difference(ours, clip, each))];
        Assert.True(differences[1] < 4, $"picture {index} differs by {differences[1]:0.0} on average");
        Assert.True(differences[1] < 0.7 * Math.Min(differences[0], differences[2]), $"picture {index} is another one: {string.Join(' ', differences)}");
    }

    private static double Difference(byte[] ours, RtpClip clip, int index) => index is < 0 or >= 20
        ? byte.MaxValue
        : ours.Zip(Ffmpeg.Pixels(clip.File, RtpClip.Width, RtpClip.Height, $"select=eq(n\\,{index})"), (first, second) => Math.Abs(first - second)).Average();

    private sealed class CountingSink(int enough, CancellationTokenSource stop) : IMediaSink
    {
        public int Units { get; private set; }

        public void Playing()
        {
        }

        public void Add(in AccessUnit unit)
        {
            if (++Units == enough)
            {
                stop.Cancel();
            }
        }

        public void AddUndecodable(Moment arrival)
        {
        }
    }
}
