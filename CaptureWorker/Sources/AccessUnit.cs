using OrleansFrames.CaptureWorker.Sources.H264;

namespace OrleansFrames.CaptureWorker.Sources;

/// <summary>One compressed picture, decodable after all those since the key frame before it. The bytes are the source's: copy them.</summary>
internal readonly ref struct AccessUnit
{
    /// <summary>NAL units behind start codes; a key frame carries its parameter sets.</summary>
    public required ReadOnlySpan<byte> AnnexB { get; init; }

    public required bool IsKey { get; init; }

    /// <summary>Later pictures may refer to it.</summary>
    public required bool IsReference { get; init; }

    /// <summary>When its first packet came.</summary>
    public required Moment Arrival { get; init; }

    public required H264Format Format { get; init; }
}
