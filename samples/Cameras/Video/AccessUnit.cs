namespace OrleansFrames.Cameras.Video;

/// <summary>One encoded picture.</summary>
/// <param name="Nals">NAL units without start codes; those of a key picture begin with the parameter sets.</param>
/// <param name="IsKey">Whether a decoder can begin here.</param>
/// <param name="CapturedAt">When the picture was drawn.</param>
internal sealed record AccessUnit(IReadOnlyList<ReadOnlyMemory<byte>> Nals, bool IsKey, DateTimeOffset CapturedAt);
