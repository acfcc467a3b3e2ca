namespace OrleansFrames.CaptureWorker.Pictures;

/// <summary>An encoded picture at the beginning of a buffer of the shared pool.</summary>
internal readonly record struct EncodedStill(byte[] Rented, int Length);
