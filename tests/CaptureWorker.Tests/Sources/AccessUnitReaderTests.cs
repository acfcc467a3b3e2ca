using OrleansFrames.Capture;
using OrleansFrames.CaptureWorker.Sources.Codecs.H264;
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
    [InlineData("H.265", new byte[] { 0, 0, 0, 1, 0x40, 1, 12, 0, 0, 0, 1, 0x42, 1, 1 })]
    [InlineData("not H.264", new byte[] { 0, 0, 1, 0xb3, 20, 0 })]
    [InlineData("not H.264", new byte[] { 0x10, 2, 0, 0x9d, 1, 0x2a })]
    [InlineData("not H.264", new byte[0])]
    public void AnotherCodec_IsNamed(string name, byte[] unit)
    {
        Add(unit);

        Assert.Equal(FailureReason.Unsupported, _reader.Foreign!.Reason);
        Assert.Contains($"is {name};", _reader.Foreign.Detail, StringComparison.Ordinal);
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

    private void Add(ReadOnlySpan<byte> unit) => _reader.Add(unit, default);
}
