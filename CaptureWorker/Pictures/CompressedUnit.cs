using OrleansFrames.CaptureWorker.Sources;

namespace OrleansFrames.CaptureWorker.Pictures;

/// <summary>One access unit within a larger buffer.</summary>
/// <param name="Start">Offset of its first byte.</param>
/// <param name="Length">Length in bytes.</param>
/// <param name="Serial">Counts the access units of a track, across connections.</param>
/// <param name="IsReference">Later pictures may refer to it.</param>
/// <param name="Arrival">When its first packet came.</param>
/// <param name="IsKey">Decoding can begin with it.</param>
internal readonly record struct CompressedUnit(int Start, int Length, long Serial, bool IsReference, Moment Arrival, bool IsKey = false);
