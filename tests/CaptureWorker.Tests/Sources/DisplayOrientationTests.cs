using OrleansFrames.CaptureWorker.Sources;
using OrleansFrames.CaptureWorker.Sources.Codecs;
using OrleansFrames.CaptureWorker.Tests.Cameras;
using OrleansFrames.CaptureWorker.Tests.Pictures;

namespace OrleansFrames.CaptureWorker.Tests.Sources;

public sealed class DisplayOrientationTests
{
    [Theory]
    [InlineData(0x0000, 0)]
    [InlineData(0x4000, 90)]
    [InlineData(0x8000, 180)]
    [InlineData(0xc000, 270)]
    [InlineData(0x4123, 90)]
    [InlineData(0xf000, 0)]
    public void Turns_AreToldByQuarters(int turn, int degrees) => Assert.Equal(degrees, DisplayOrientation.Find(Message(turn)));

    [Fact]
    public void OtherMessages_ArePassedOver() => Assert.Equal(90, DisplayOrientation.Find([5, 3, 1, 2, 3, .. Message(0x4000)]));

    [Theory]
    [InlineData(new byte[] { })]
    [InlineData(new byte[] { 47 })]
    [InlineData(new byte[] { 47, 9, 8 })]
    [InlineData(new byte[] { 47, 1, 8 })]
    [InlineData(new byte[] { 255, 255, 255, 255 })]
    [InlineData(new byte[] { 5, 1, 0, 0x80 })]
    public void WhatSaysNothingOfIt_IsNone(byte[] message) => Assert.Null(DisplayOrientation.Find(message));

    [Fact]
    public void AKeyFramesMessage_IsPartOfItsFormat_AndEndsWithTheNext()
    {
        var clip = Clip.Moving();
        var sink = new CollectingSink();
        var reader = new AccessUnitReader(sink);
        foreach (var index in Enumerable.Range(0, clip.Pictures.Count))
        {
            var unit = Stills.AnnexB(clip.Pictures[index]);
            reader.Add(index == 0 ? [0, 0, 0, 1, .. clip.SequenceSet, 0, 0, 0, 1, 6, .. Message(0x4000), .. unit] : unit, default);
        }

        Assert.Equal([90, 0], sink.Units.Where(unit => unit.IsKey).Select(unit => unit.Format.Rotation));
    }

    // Neither cancelled nor flipped, a turn of 16 bits, a repetition period of 0, no extension, and the bits that end a payload.
    private static byte[] Message(int turn)
    {
        var bits = (turn << 5) | 0b10100;
        return [47, 3, (byte)(bits >> 16), (byte)(bits >> 8), (byte)bits, 0x80];
    }
}
