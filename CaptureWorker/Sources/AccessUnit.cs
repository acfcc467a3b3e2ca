using OrleansFrames.CaptureWorker.Sources.Codecs;

namespace OrleansFrames.CaptureWorker.Sources;

/// <summary>One compressed picture, decodable after all those since the key frame before it. The bytes are the source's: copy them.</summary>
internal readonly ref struct AccessUnit
{
    /// <summary>As its codec is decoded: NAL units behind start codes, a key frame with its parameter sets; or a whole frame.</summary>
    public required ReadOnlySpan<byte> Bytes { get; init; }

    public required bool IsKey { get; init; }

    /// <summary>Later pictures may refer to it.</summary>
    public required bool IsReference { get; init; }

    /// <summary>When its first packet came.</summary>
    public required Moment Arrival { get; init; }

    public required VideoFormat Format { get; init; }
}
