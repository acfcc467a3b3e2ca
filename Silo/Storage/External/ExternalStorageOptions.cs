using Microsoft.Extensions.Options;

namespace OrleansFrames.Silo.Storage.External;

/// <summary>What the external storages of all apps have in common. Section <c>Frames:ExternalStorage</c>.</summary>
internal sealed class ExternalStorageOptions
{
    public const string Section = "Frames:ExternalStorage";

    /// <summary>
    /// S3 storages without a key may be asked with the AWS identity of this server (environment, profile, role of the machine). Default: true, for a
    /// server whose apps are its owner's; turn it off where apps are strangers.
    /// </summary>
    public bool ServerIdentity { get; set; } = true;

    /// <summary>Where applications of Azure AD sign in. Default: Azure's public cloud.</summary>
    public string AzureAuthority { get; set; } = "https://login.microsoftonline.com";

    /// <summary>The domain of storage accounts. Default: Azure's public cloud.</summary>
    public string AzureDomain { get; set; } = "blob.core.windows.net";
}

internal sealed class ExternalStorageOptionsValidator : IValidateOptions<ExternalStorageOptions>
{
    public ValidateOptionsResult Validate(string? name, ExternalStorageOptions options)
    {
        List<string> wrong = [];
        if (!Uri.TryCreate(options.AzureAuthority, UriKind.Absolute, out var authority) || authority.Scheme != Uri.UriSchemeHttps || authority.Query.Length > 0)
        {
            wrong.Add($"{ExternalStorageOptions.Section}:AzureAuthority: '{options.AzureAuthority}' is not an https URL without a query");
        }

        if (Uri.CheckHostName(options.AzureDomain) != UriHostNameType.Dns)
        {
            wrong.Add($"{ExternalStorageOptions.Section}:AzureDomain: '{options.AzureDomain}' is not a domain");
        }

        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }
}
