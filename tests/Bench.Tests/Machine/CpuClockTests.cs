using OrleansFrames.Bench.Machine;

namespace OrleansFrames.Bench.Tests.Machine;

public sealed class CpuClockTests
{
    [Fact]
    public void Machine_CountsWaitingForTheDiskAsIdle_AndGuestsOnce()
        => Assert.Equal((16.5, 5.5), CpuClock.OfMachine("cpu  1000 50 300 400 150 100 100 100 999 999"));

    [Fact]
    public void Process_CountsItselfAndItsEndedChildren_WhateverItsName()
        => Assert.Equal(3, CpuClock.OfProcess("42 (a) b (c) S 1 42 42 0 -1 4194304 100 0 0 0 200 50 40 10 20 0 7 0 12345 1 2 3"));
}
