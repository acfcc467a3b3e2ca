using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace OrleansFrames.Silo.Storage.AzureBlob;

/// <summary>The key that Azure gives an application of Azure AD to sign URLs with. Asked for once an hour.</summary>
internal sealed class DelegationKeys(BlobServiceClient service, TimeProvider clock)
{
    /// <summary>The most that Azure gives a key for.</summary>
    public static readonly TimeSpan LongestLife = TimeSpan.FromDays(7);

    private static readonly TimeSpan Fresh = TimeSpan.FromHours(1);

    // Azure's clock may be behind ours, and refuses a key that begins later or lasts longer by its own.
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);

    private Held? _held;

    public async ValueTask<UserDelegationKey> GetAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (Volatile.Read(ref _held) is { } held && now - held.AskedAt < Fresh)
        {
            return held.Key;
        }

        UserDelegationKey key = await service.GetUserDelegationKeyAsync(now - Skew, now + LongestLife - Skew, cancellationToken);
        Volatile.Write(ref _held, new(key, now));
        return key;
    }

    private sealed record Held(UserDelegationKey Key, DateTimeOffset AskedAt);
}
