namespace OrleansFrames.Storage;

/// <summary>An external storage of an app: a bucket of the customer's own, by the name that calls choose it by.</summary>
/// <param name="Path">What the names of its objects begin with, as it was given.</param>
/// <param name="SealedAccess">A sealed <see cref="StorageAccess"/>; null in an update that keeps the one there is.</param>
[GenerateSerializer, Immutable, Alias("frames.ExternalStorage")]
public sealed record ExternalStorage(
    [property: Id(0)] string Name,
    [property: Id(1)] StorageType Type,
    [property: Id(2)] string Bucket,
    [property: Id(3)] string Path,
    [property: Id(4)] string? SealedAccess);

/// <summary>GetStream's <c>s3</c> and <c>abs</c>.</summary>
public enum StorageType
{
    S3,
    Azure,
}
