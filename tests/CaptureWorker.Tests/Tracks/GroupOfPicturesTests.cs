using OrleansFrames.CaptureWorker.Sources;
using OrleansFrames.CaptureWorker.Sources.Codecs;
using OrleansFrames.CaptureWorker.Tracks;

namespace OrleansFrames.CaptureWorker.Tests.Tracks;

public sealed class GroupOfPicturesTests
{
    private static readonly VideoFormat Format = new(VideoCodec.H264, 320, 240, 320, 240, false, false);

    [Fact]
    public void AGroupAboveItsLimit_BorrowsWhatIsLeft_AndGivesItBackAtTheNextKeyFrame()
    {
        var reserve = new MemoryReserve(50, 100);
        using var first = new GroupOfPictures(100, reserve);
        using var second = new GroupOfPictures(100, reserve);

        Fill(first, 3);
        Fill(second, 3);

        Assert.False(first.IsTailDropped);
        Assert.Equal(3, Decodable(first));
        Assert.True(second.IsTailDropped);
        Assert.Equal(1, Decodable(second));
        Fill(first, 1);
        Fill(second, 3);
        Assert.False(second.IsTailDropped);
    }

    [Fact]
    public void OneGroup_BorrowsNoMoreThanItsShare()
    {
        using var group = new GroupOfPictures(100, new MemoryReserve(10_000, 100));

        Fill(group, 5);

        Assert.True(group.IsTailDropped);
        Assert.Equal((1, 5), (group.Key!.Value.Serial, group.Arrived));
    }

    [Fact]
    public void ADisposedGroup_GivesBackWhatItBorrowed()
    {
        var reserve = new MemoryReserve(100, 100);
        var first = new GroupOfPictures(100, reserve);
        Fill(first, 3);

        first.Dispose();

        using var second = new GroupOfPictures(100, reserve);
        Fill(second, 3);
        Assert.False(second.IsTailDropped);
    }

    [Fact]
    public void WhatFollowsALoss_IsLeftOut_UntilTheNextKeyFrame()
    {
        using var group = new GroupOfPictures(1000, new MemoryReserve(0, 0));
        Fill(group, 2);
        group.AddUndecodable(default);
        group.Add(Unit(isKey: false));

        Assert.Equal((2, 4), (group.Newest!.Value.Serial, group.Arrived));
        Assert.True(group.IsBroken);
        Fill(group, 1);
        Assert.False(group.IsBroken);
    }

    [Fact]
    public void ACopy_HoldsTheBytesOfEachPicture()
    {
        using var group = new GroupOfPictures(1000, new MemoryReserve(0, 0));
        Fill(group, 2);

        using var copy = group.Copy(keyOnly: false);

        Assert.Equal([1, 2], copy.Units.Select(unit => unit.Serial));
        Assert.All(copy.Units, unit => Assert.Equal(new byte[50].Select(_ => (byte)7), copy.Bytes(unit).ToArray()));
    }

    private static int Decodable(GroupOfPictures group)
    {
        using var copy = group.Copy(keyOnly: false);
        return copy.Units.Count;
    }

    private static void Fill(GroupOfPictures group, int pictures)
    {
        for (var index = 0; index < pictures; index++)
        {
            group.Add(Unit(isKey: index == 0));
        }
    }

    private static AccessUnit Unit(bool isKey)
    {
        var bytes = new byte[50];
        bytes.AsSpan().Fill(7);
        return new AccessUnit { Bytes = bytes, IsKey = isKey, IsReference = true, Arrival = default, Format = Format };
    }
}
