namespace OrleansFrames.Storage;

/// <summary>What matters here of a connection string of Azure Storage: <c>Name=value;Name=value</c>.</summary>
/// <param name="BlobEndpoint">Where it is told; otherwise it follows from the account.</param>
/// <param name="CanSign">It has an account's key, without which no URL can be signed.</param>
public sealed record AzureConnection(string? Account, string? BlobEndpoint, bool CanSign)
{
    /// <returns>Null when the text is none.</returns>
    public static AzureConnection? Parse(string? text)
    {
        var parts = (text ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(part => part.Split('=', 2))
            .ToLookup(part => part[0], part => part.Length == 2 ? part[1] : null, StringComparer.OrdinalIgnoreCase);
        if (parts.Count == 0 || parts.Any(part => part.Count() > 1 || part.Single() is null or ""))
        {
            return null;
        }

        var isEmulator = parts["UseDevelopmentStorage"].Any(value => string.Equals(value, "true", StringComparison.OrdinalIgnoreCase));
        return new(parts["AccountName"].FirstOrDefault(), parts["BlobEndpoint"].FirstOrDefault(), isEmulator || parts["AccountKey"].Any());
    }

    public override string ToString() => nameof(AzureConnection);
}
