namespace OrleansFrames.Capture.Protocol;

/// <summary>What a capture worker says of itself once a beat. Sums count from its start.</summary>
/// <param name="Cpu">Processor time of the process.</param>
/// <param name="PictureCpu">Of it, what decoding and encoding took.</param>
/// <param name="Pictures">Jobs of decoding and encoding that ended.</param>
/// <param name="Tracks">Tracks that it holds.</param>
/// <param name="Threads">Threads of the process.</param>
/// <param name="LongestWait">The longest time that a job waited for a thread since the report before.</param>
/// <param name="LongestJob">How long the oldest running job has run.</param>
/// <param name="Faults">Grabs that ended with an exception nobody foresaw.</param>
/// <param name="KeyFramesAsked">Key frames that sources were asked for (PLI).</param>
internal sealed record WorkerReport(
    TimeSpan Cpu, TimeSpan PictureCpu, long Pictures, int Tracks, int Threads, TimeSpan LongestWait, TimeSpan LongestJob, long Faults, long KeyFramesAsked);
