using System.Globalization;
using OrleansFrames.Storage;

namespace OrleansFrames.Grains.Tests.Delivery;

/// <summary>Each URL is another one, as signed URLs are.</summary>
internal sealed class FakeUrls : IFrameUrls
{
    public const string Expired = "expired";

    private int _minted;

    public string? Mint(string app, string objectKey, DateTimeOffset storedAt, TimeSpan life) => objectKey == Expired
        ? null
        : string.Create(CultureInfo.InvariantCulture, $"http://frames/{objectKey}?life={life.TotalSeconds}&n={Interlocked.Increment(ref _minted)}");
}
