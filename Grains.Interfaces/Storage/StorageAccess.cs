using System.Text.Json;
using OrleansFrames.Apps;
using OrleansFrames.Json;

namespace OrleansFrames.Storage;

/// <summary>How to reach a storage and who asks. Sealed as a whole: it never leaves through the API.</summary>
/// <param name="S3">Of an S3 storage.</param>
/// <param name="Azure">Of an Azure storage.</param>
public sealed record StorageAccess(S3Access? S3, AzureAccess? Azure)
{
    /// <exception cref="System.Security.Cryptography.CryptographicException">It was not sealed for this app, or its key is gone.</exception>
    public static StorageAccess Open(ISecretBox box, string app, string sealedAccess)
        => JsonSerializer.Deserialize<StorageAccess>(box.Open(app, sealedAccess), FramesJson.Rfc3339)!;

    public string Seal(ISecretBox box, string app) => box.Seal(app, JsonSerializer.Serialize(this, FramesJson.Rfc3339));

    public override string ToString() => nameof(StorageAccess);
}

/// <summary>GetStream's S3Request.</summary>
/// <param name="Key">With <paramref name="Secret"/>, or neither: then the server's own AWS identity asks.</param>
/// <param name="Endpoint">Of another service than Amazon's; it is spoken to with the bucket in the path.</param>
public sealed record S3Access(string Region, string? Key, string? Secret, string? Endpoint)
{
    public override string ToString() => nameof(S3Access);
}

/// <summary>GetStream's AzureRequest (account and an application of Azure AD), with two members of ours: an account key, a connection string.</summary>
/// <param name="ConnectionString">With the account's key; or the endpoint alone, beside an application of Azure AD.</param>
public sealed record AzureAccess(string? Account, string? AccountKey, string? ConnectionString, AzureApplication? Application)
{
    public override string ToString() => nameof(AzureAccess);
}

/// <summary>An application of Azure AD that may use the storage.</summary>
public sealed record AzureApplication(string TenantId, string ClientId, string ClientSecret)
{
    public override string ToString() => nameof(AzureApplication);
}
