using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace OrleansFrames.CaptureWorker.Pictures;

/// <summary>What the picture threads do, for the silo's admission and for its watch over decoders that hang.</summary>
internal sealed partial class PictureLoad(TimeProvider time)
{
    private const int ThreadClock = 3;

    private readonly ConcurrentDictionary<int, long> _running = new();
    private long _cpu;
    private long _made;
    private long _longestWait;

    /// <summary>Processor time that all jobs took so far.</summary>
    public TimeSpan Cpu => new(Interlocked.Read(ref _cpu));

    /// <summary>Jobs that ended.</summary>
    public long Made => Interlocked.Read(ref _made);

    /// <summary>How long the oldest of the running jobs has run.</summary>
    public TimeSpan Longest => _running.Values.Select(began => time.GetElapsedTime(began)).DefaultIfEmpty().Max();

    /// <summary>The longest time that a job waited for a thread since the last time this was asked.</summary>
    public TimeSpan TakeLongestWait() => new(Interlocked.Exchange(ref _longestWait, 0));

    /// <summary>Runs a job on the calling thread.</summary>
    /// <param name="asked">Timestamp at which it began to wait; null for work that may wait.</param>
    /// <param name="job">A still that it makes is told what it cost.</param>
    public T Run<T>(long? asked, Func<T> job)
    {
        Raise(ref _longestWait, asked is { } since ? time.GetElapsedTime(since).Ticks : 0);
        var before = ThreadTime();
        _running[Environment.CurrentManagedThreadId] = time.GetTimestamp();
        try
        {
            var result = job();
            if (result is RenderedStill still)
            {
                still.Cost = ThreadTime() - before;
            }

            return result;
        }
        finally
        {
            _running.TryRemove(Environment.CurrentManagedThreadId, out _);
            Interlocked.Add(ref _cpu, (ThreadTime() - before).Ticks);
            Interlocked.Increment(ref _made);
        }
    }

    private static void Raise(ref long highest, long value)
    {
        for (var seen = Interlocked.Read(ref highest); value > seen;)
        {
            var before = Interlocked.CompareExchange(ref highest, value, seen);
            if (before == seen)
            {
                return;
            }

            seen = before;
        }
    }

    private static TimeSpan ThreadTime()
    {
        _ = clock_gettime(ThreadClock, out var now);
        return TimeSpan.FromSeconds(now.Seconds) + TimeSpan.FromMicroseconds(now.Nanoseconds / 1000.0);
    }

    [LibraryImport("libc")]
    private static partial int clock_gettime(int clock, out Time now);

    [StructLayout(LayoutKind.Sequential)]
    private struct Time
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}
