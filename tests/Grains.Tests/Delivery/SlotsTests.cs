using OrleansFrames.Delivery;

namespace OrleansFrames.Grains.Tests.Delivery;

public sealed class SlotsTests
{
    private readonly Slots _slots = new(32, 4);

    [Fact]
    public void Free_IsWhatIsNotTaken()
    {
        Assert.Equal(32, _slots.Free(0));
        Assert.Equal(2, _slots.Free(30));
        Assert.Equal(0, _slots.Free(40));
    }

    [Fact]
    public void ATimeOut_LeavesFour_AndAnswersEarnThemBack()
    {
        _slots.TimedOut();
        var limits = new List<int> { _slots.Limit };
        for (var answer = 0; answer < 4 + 8 + 16 + 32; answer++)
        {
            _slots.Answered();
            if (limits[^1] != _slots.Limit)
            {
                limits.Add(_slots.Limit);
            }
        }

        Assert.Equal([4, 8, 16, 32], limits);
    }

    [Fact]
    public void ATimeOutOnTheWayBack_LeavesFourAgain()
    {
        _slots.TimedOut();
        for (var answer = 0; answer < 6; answer++)
        {
            _slots.Answered();
        }

        Assert.Equal(8, _slots.Limit);
        _slots.TimedOut();
        Assert.Equal(4, _slots.Limit);
    }
}
