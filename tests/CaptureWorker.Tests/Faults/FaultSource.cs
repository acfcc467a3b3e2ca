namespace OrleansFrames.CaptureWorker.Tests.Faults;

/// <summary>A source that is about to fail.</summary>
/// <param name="Url">Where it is.</param>
/// <param name="AfterFirst">What happens to it once it has given a picture; null when it never gives one.</param>
internal sealed record FaultSource(string Url, Func<Task>? AfterFirst = null);
