using OrleansFrames.Capture;
using OrleansFrames.CaptureWorker.Sources.Codecs;
using OrleansFrames.CaptureWorker.Tests.Cameras;
using OrleansFrames.CaptureWorker.Tests.Pictures;

namespace OrleansFrames.CaptureWorker.Tests.Sources;

public sealed class AccessUnitReaderTests
{
    private readonly CollectingSink _sink = new();
    private readonly AccessUnitReader _reader;
    private readonly Clip _clip = Clip.Moving();

    public AccessUnitReaderTests() => _reader = new AccessUnitReader(_sink);

    [Fact]
    public void Pictures_AreUndecodable_UntilAKeyFrame()
    {
        Add(Stills.AnnexB(_clip.Pictures[1]));
        Add([0, 0, 0, 1, .. _clip.SequenceSet, 0, 0, 1, .. _clip.PictureSet]);
        Add(Stills.AnnexB(_clip.Pictures[1]));
        Assert.Equal((0, 1), (_sink.Units.Count, _sink.Undecodable));

        Add(Stills.AnnexB(_clip.Pictures[0]));
        Add(Stills.AnnexB(_clip.Pictures[1]));

        Assert.Equal([true, false], _sink.Units.Select(unit => unit.IsKey));
        Assert.Null(_reader.Foreign);
    }

    [Fact]
    public void AKeyFrame_CarriesItsParameterSets_WhereverTheyCame()
    {
        Add([0, 0, 0, 1, .. _clip.SequenceSet, 0, 0, 0, 1, .. _clip.PictureSet]);
        Add([0, 0, 1, .. _clip.Pictures[0].Single(nal => Clip.Type(nal) == 5)]);

        var unit = Assert.Single(_sink.Units);

        Assert.Equal(Stills.AnnexB(_clip.Pictures[0]), unit.Bytes);
        Assert.Equal((320, 240), (unit.Format.Width, unit.Format.Height));
    }

    [Fact]
    public void StartCodes_OfEitherLength_LeaveTheUnitsAsTheyAre()
    {
        var key = _clip.Pictures[0].Where(nal => Clip.Type(nal) is 5 or 7 or 8).ToList();

        Add([.. key.SelectMany((nal, index) => (byte[])[.. index % 2 == 0 ? (byte[])[0, 0, 1] : [0, 0, 0, 1], .. nal])]);

        Assert.Equal(Stills.AnnexB(_clip.Pictures[0]), Assert.Single(_sink.Units).Bytes);
    }

    [Theory]
    [InlineData("MPEG-2", new byte[] { 0, 0, 1, 0xb3, 20, 0 })]
    [InlineData("MPEG-4 part 2", new byte[] { 0, 0, 1, 0xb0, 1, 0, 0, 1, 0xb6, 1 })]
    [InlineData("AV1", new byte[] { 0x12, 0, 0x0a, 0x0b })]
    [InlineData("Motion JPEG", new byte[] { 0xff, 0xd8, 0xff, 0xe0 })]
    [InlineData("of an unknown codec", new byte[] { 9, 9, 9 })]
    [InlineData("of an unknown codec", new byte[0])]
    public void AnotherCodec_IsNamed(string name, byte[] unit)
    {
        Add(unit);

        Assert.Equal(FailureReason.Unsupported, _reader.Foreign!.Reason);
        Assert.Contains($"is {name};", _reader.Foreign.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void PicturesOfH265_AreKnownByTheirParameterSets_AndCarryThem()
    {
        var file = RtpClip.Make("libx265", "-x265-params log-level=none:aud=1:bframes=0").AnnexB();
        foreach (var unit in Pictures(file))
        {
            Add(unit);
        }

        Assert.Null(_reader.Foreign);
        Assert.Equal((20, 0), (_sink.Units.Count, _sink.Undecodable));
        Assert.All(_sink.Units, unit => Assert.Equal((VideoCodec.H265, RtpClip.Width, RtpClip.Height), (unit.Format.Codec, unit.Format.Width, unit.Format.Height)));
        Assert.Equal(Enumerable.Range(0, 20).Where(each => each % RtpClip.KeyEvery == 0), _sink.Units.Index().Where(each => each.Item.IsKey).Select(each => each.Index));
        Assert.All(_sink.Units.Where(unit => unit.IsKey), unit => Assert.Equal([0, 0, 0, 1, 0x40], unit.Bytes[..5]));
    }

    [Theory]
    [InlineData("libvpx", "Vp8")]
    [InlineData("libvpx-vp9", "Vp9")]
    public void WholeFrames_AreKnownByTheirKeyFrames(string encoder, string codec)
    {
        // Frames behind the header of an IVF file: a length in 32 bits, and a time in 64.
        var file = RtpClip.Make(encoder, "-deadline realtime -cpu-used 8").Ivf();
        for (var at = 32; at < file.Length; at += 12 + BitConverter.ToInt32(file, at))
        {
            Add(file.AsSpan(at + 12, BitConverter.ToInt32(file, at)));
        }

        Assert.Equal((20, 0), (_sink.Units.Count, _sink.Undecodable));
        Assert.True(_sink.Units[0].IsKey);
        Assert.False(_sink.Units[1].IsKey);
        Assert.All(_sink.Units, unit => Assert.Equal((codec, RtpClip.Width, RtpClip.Height), ($"{unit.Format.Codec}", unit.Format.Width, unit.Format.Height)));
    }

    [Fact]
    public void Garbage_DoesNoHarm()
    {
        var random = new Random(7);
        for (var i = 0; i < 2000; i++)
        {
            var unit = Stills.AnnexB(_clip.Pictures[i % 2]);
            unit[random.Next(unit.Length)] = (byte)random.Next(256);
            Add(unit.AsSpan(0, random.Next(unit.Length)));
        }
    }

    /// <summary>Cut before each access unit delimiter; the first picture has none.</summary>
    private static IEnumerable<byte[]> Pictures(byte[] stream)
    {
        const byte delimiter = 35 << 1;
        var starts = Enumerable.Range(0, stream.Length - 4)
            .Where(at => stream[at] == 0 && stream[at + 1] == 0 && stream[at + 2] == 1 && stream[at + 3] == delimiter).Prepend(0).Append(stream.Length).ToArray();
        return starts.Zip(starts.Skip(1), (from, to) => stream[from..to]);
    }

    private void Add(ReadOnlySpan<byte> unit) => _reader.Add(unit, default);
}
