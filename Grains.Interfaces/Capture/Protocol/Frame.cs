namespace OrleansFrames.Capture.Protocol;

/// <summary>One message between a silo and its capture worker. Ids are chosen by the silo; many may be in flight.</summary>
internal readonly record struct Frame(FrameKind Kind, long Id, ReadOnlyMemory<byte> Body);
