using OrleansFrames.Capture;

namespace OrleansFrames.CaptureWorker.Pictures;

/// <summary>What still is wanted.</summary>
/// <param name="ShortSide">Shorter side in pixels, at most.</param>
/// <param name="Format">How to encode it.</param>
/// <param name="Deadline">Timestamp after which nobody waits any more.</param>
internal readonly record struct StillOrder(int ShortSide, PictureFormat Format, long Deadline);
