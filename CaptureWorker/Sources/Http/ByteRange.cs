namespace OrleansFrames.CaptureWorker.Sources.Http;

/// <summary>A part of a resource.</summary>
/// <param name="Start">Offset of its first byte.</param>
/// <param name="Length">Bytes; null for all up to the end.</param>
internal readonly record struct ByteRange(long Start, long? Length);
