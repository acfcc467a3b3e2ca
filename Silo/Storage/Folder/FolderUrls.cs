using System.Globalization;
using Microsoft.Extensions.Options;
using OrleansFrames.Silo.Hosting;

namespace OrleansFrames.Silo.Storage.Folder;

/// <summary>URLs of the built-in store: <c>{PublicUrl}/frames/{app}/{path}?exp=&amp;kid=&amp;sig=</c>.</summary>
internal sealed class FolderUrls(
    FrameSigner signer, IPublicAddress address, IOptions<FolderStoreOptions> store, TimeProvider clock)
{
    /// <summary>An absolute URL that ends after <paramref name="life"/>, or with the picture's retention if that is sooner; null when the retention is over.</summary>
    public string? Mint(string app, string objectKey, DateTimeOffset storedAt, TimeSpan life)
    {
        if (!FramePaths.AreSafe(app, objectKey))
        {
            throw new ArgumentException($"'{app}/{objectKey}' is not the name of a stored picture.", nameof(objectKey));
        }

        var now = clock.GetUtcNow();
        var left = storedAt.AddDays(store.Value.RetentionDays) - now;
        if (left <= TimeSpan.Zero)
        {
            return null;
        }

        var seconds = (now + (life < left ? life : left)).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var signature = signer.Sign(app, objectKey, seconds);
        return $"{address.Current}/frames/{app}/{objectKey}?exp={seconds}&kid={signature.KeyId}&sig={signature.Signature}";
    }
}
