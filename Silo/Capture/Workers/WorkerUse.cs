using OrleansFrames.Capture.Protocol;

namespace OrleansFrames.Silo.Capture.Workers;

/// <summary>What a worker used between two reports.</summary>
internal readonly record struct WorkerUse(TimeSpan Cpu, TimeSpan PictureCpu, TimeSpan LongestWait)
{
    /// <param name="before">The report that counted last; null for none, or for that of another process.</param>
    /// <param name="now">The newest report.</param>
    public static WorkerUse Between(WorkerReport? before, WorkerReport now) => ReferenceEquals(before, now)
        ? default
        : new(now.Cpu - (before?.Cpu ?? default), now.PictureCpu - (before?.PictureCpu ?? default), now.LongestWait);

    public static WorkerUse operator +(WorkerUse one, WorkerUse other) => new(
        one.Cpu + other.Cpu, one.PictureCpu + other.PictureCpu, one.LongestWait > other.LongestWait ? one.LongestWait : other.LongestWait);
}
