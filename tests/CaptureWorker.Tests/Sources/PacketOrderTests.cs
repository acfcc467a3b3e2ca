using OrleansFrames.CaptureWorker.Sources;
using OrleansFrames.CaptureWorker.Sources.Rtp;
using OrleansFrames.CaptureWorker.Tests.Cameras;

namespace OrleansFrames.CaptureWorker.Tests.Sources;

public sealed class PacketOrderTests : IDisposable
{
    private readonly CollectingConsumer _consumer = new();
    private readonly PacketOrder _order;

    public PacketOrderTests() => _order = new PacketOrder(_consumer, TimeProvider.System);

    public void Dispose() => _order.Dispose();

    [Fact]
    public void InOrder_EachIsPassedOnAtOnce()
    {
        Add(65534, 65535, 0, 1);

        Assert.Equal<ushort>([65534, 65535, 0, 1], _consumer.Sequences);
    }

    [Fact]
    public void Overtaken_IsPassedOnInItsPlace()
    {
        Add(65534, 1, 0, 2, 65535, 3);

        Assert.Equal<ushort>([65534, 65535, 0, 1, 2, 3], _consumer.Sequences);
    }

    [Fact]
    public void Twice_IsPassedOnOnce()
    {
        Add(5, 5, 7, 7, 6, 6, 8);

        Assert.Equal<ushort>([5, 6, 7, 8], _consumer.Sequences);
        Assert.Equal(3, _order.Late);
    }

    [Fact]
    public void Missing_IsWaitedForNoLongerThanThePatience()
    {
        Add(1, 3, 4, 6);

        _order.Rest(At(PacketOrder.Patience - TimeSpan.FromMilliseconds(1)));
        Assert.Equal<ushort>([1], _consumer.Sequences);

        _order.Rest(At(PacketOrder.Patience));
        Assert.Equal<ushort>([1, 3, 4, 6], _consumer.Sequences);

        Add(2, 5, 7);
        Assert.Equal<ushort>([1, 3, 4, 6, 7], _consumer.Sequences);
        Assert.Equal(2, _order.Late);
    }

    [Fact]
    public void Missing_IsNotWaitedForOnceTooManyAreHeld()
    {
        Add(1);
        for (var sequence = 3; sequence < 3 + PacketOrder.Capacity; sequence++)
        {
            Add((ushort)sequence);
        }

        Assert.Equal(1 + PacketOrder.Capacity, _consumer.Sequences.Count);
        Assert.Equal(Enumerable.Range(3, PacketOrder.Capacity).Prepend(1), _consumer.Sequences.Select(sequence => (int)sequence));
    }

    [Fact]
    public void FarAhead_PassesOnWhatIsHeldAndGoesOnThere()
    {
        Add(1, 3, 5000, 5001);

        Assert.Equal<ushort>([1, 3, 5000, 5001], _consumer.Sequences);
    }

    [Fact]
    public void FarBehind_TwiceInARow_IsANewBeginning()
    {
        Add(20000, 20001, 7, 8, 9, 20002);

        Assert.Equal<ushort>([20000, 20001, 8, 9, 20002], _consumer.Sequences);
    }

    [Fact]
    public void FarBehind_Alone_IsDropped()
    {
        Add(20000, 7, 20001, 8, 20002);

        Assert.Equal<ushort>([20000, 20001, 20002], _consumer.Sequences);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void AnyShuffleWithinTheCapacity_IsSortedOut(int seed)
    {
        var random = new Random(seed);
        var sequences = Enumerable.Range(65_000, 5_000).Select(sequence => (ushort)sequence).ToArray();
        for (var at = 1; at + 60 < sequences.Length; at += 60)
        {
            random.Shuffle(sequences.AsSpan(at, 60));
        }

        Add(sequences);

        Assert.Equal(Enumerable.Range(65_000, 5_000).Select(sequence => (ushort)sequence), _consumer.Sequences);
    }

    public void Dispose() => _order.Dispose();

    private static Moment At(TimeSpan time) => new((long)(time.TotalSeconds * TimeProvider.System.TimestampFrequency), default);

    private void Add(params ushort[] sequences)
    {
        foreach (var sequence in sequences)
        {
            _order.Add(new RtpPacketizer(100) { Sequence = sequence }.Packet([1], 0, marker: false), sequence, At(TimeSpan.Zero));
        }
    }
}
