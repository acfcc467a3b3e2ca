using OrleansFrames.Bench.Machine;

namespace OrleansFrames.Bench.Tests.Machine;

public sealed class ProportionalMemoryTests
{
    [Fact]
    public void Parse_TakesPssAlone_InBytes()
        => Assert.Equal(3 * 1_024, ProportionalMemory.Parse(["559d-7ffc ---p 00000000 00:00 0  [rollup]", "Rss:   9 kB", "Pss:                   3 kB", "Pss_Anon:  2 kB"]));

    [Fact]
    public void OfTree_OfThisProcess_IsMoreThanNothing() => Assert.InRange(ProportionalMemory.OfTree(Environment.ProcessId), 1_000_000, long.MaxValue);
}
