using System.Globalization;
using OrleansFrames.Storage;

namespace OrleansFrames.Grains.Tests.Delivery;

/// <summary>Each URL is another one, as signed URLs are.</summary>
internal sealed class FakeUrls : IFrameUrls
{
    public const string Expired = "expired";
    public const string Away = "away:1.jpg";

    private int _minted;

    public ValueTask<string?> MintAsync(string app, string objectKey, DateTimeOffset storedAt, TimeSpan life, CancellationToken cancellationToken) => objectKey switch
    {
        Expired => new((string?)null),
        Away => throw new FrameUrlException("its storage is away"),
        _ => new(string.Create(CultureInfo.InvariantCulture, $"http://frames/{objectKey}?life={life.TotalSeconds}&n={Interlocked.Increment(ref _minted)}")),
    };
}
