namespace OrleansFrames.CaptureWorker.Sources.Http;

/// <summary>A whole resource.</summary>
/// <param name="Url">Where it came from, after redirects.</param>
/// <param name="Bytes">All of it.</param>
internal sealed record Downloaded(Uri Url, ReadOnlyMemory<byte> Bytes);
