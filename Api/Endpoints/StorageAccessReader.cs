using System.Text.RegularExpressions;
using OrleansFrames.Api.Input;
using OrleansFrames.Storage;

namespace OrleansFrames.Api.Endpoints;

/// <summary>Reads GetStream's S3Request and AzureRequest, the latter with <c>abs_account_key</c> and <c>abs_connection_string</c> of ours.</summary>
internal static partial class StorageAccessReader
{
    private const string Key = "s3_api_key";
    private const string Secret = "s3_secret";
    private const string Endpoint = "s3_custom_endpoint_url";
    private const string Account = "abs_account_name";
    private const string AccountKey = "abs_account_key";
    private const string Connection = "abs_connection_string";
    private const string Tenant = "abs_tenant_id";
    private const string Client = "abs_client_id";
    private const string ClientSecret = "abs_client_secret";

    public static S3Access S3(JsonFields group)
    {
        var region = group.RequiredText("s3_region");
        if (group.Has("s3_region") && !Region().IsMatch(region))
        {
            group.Refuse("s3_region", "must be a region such as eu-central-1");
        }

        var (key, secret, endpoint) = (Given(group, Key), Given(group, Secret), Given(group, Endpoint));
        if (key is null != secret is null)
        {
            group.Refuse(key is null ? Key : Secret, "is required: key and secret belong together");
        }

        if (endpoint is not null && !IsEndpoint(endpoint))
        {
            group.Refuse(Endpoint, "must be an http or https URL of a host, without user, path and query");
        }
        else if (endpoint is not null && key is null && secret is null)
        {
            // What the server's own identity signs is for Amazon alone.
            group.Refuse(Key, "is required with a custom endpoint");
        }

        return new(region, key, secret, endpoint);
    }

    public static AzureAccess Azure(JsonFields group)
    {
        var (account, key, text) = (Given(group, Account), Given(group, AccountKey), Given(group, Connection));
        var application = Application(group, out var hasApplication);
        if (account is not null && !AccountName().IsMatch(account))
        {
            group.Refuse(Account, "must be 3 to 24 lower-case letters and digits");
        }

        if (key is not null && !IsBase64(key))
        {
            group.Refuse(AccountKey, "must be base64");
        }

        if (text is not null)
        {
            CheckConnection(group, text, hasApplication);
        }
        else if (account is null)
        {
            group.Refuse(Account, "is required");
        }
        else if (key is null && !hasApplication)
        {
            group.Refuse(Client, $"is required, with {ClientSecret} and {Tenant}; or {AccountKey}, or {Connection}");
        }

        if (hasApplication && key is not null)
        {
            group.Refuse(AccountKey, $"cannot be given beside {Client}");
        }

        return new(account, key, text, application);
    }

    private static AzureApplication? Application(JsonFields group, out bool isGiven)
    {
        string[] names = [Tenant, Client, ClientSecret];
        isGiven = names.Any(name => Given(group, name) is not null);
        foreach (var name in isGiven ? names.Where(name => Given(group, name) is null) : [])
        {
            group.Refuse(name, $"is required with {string.Join(" and ", names.Where(other => other != name))}");
        }

        return Given(group, Tenant) is { } tenant && Given(group, Client) is { } client && Given(group, ClientSecret) is { } secret
            ? new(tenant, client, secret)
            : null;
    }

    // The text is a secret: a refusal never repeats it.
    private static void CheckConnection(JsonFields group, string text, bool hasApplication)
    {
        var wrong = AzureConnection.Parse(text) switch
        {
            null => "must be Name=value pairs with semicolons between them",
            { BlobEndpoint: { } endpoint } when !IsWebAddress(endpoint) => "has a BlobEndpoint that is no http or https URL",
            { BlobEndpoint: null } when hasApplication => $"must have a BlobEndpoint where {Client} is given",
            { CanSign: true } when hasApplication => $"cannot hold an AccountKey beside {Client}",
            { CanSign: false } when !hasApplication => "must hold the AccountKey: without it no URL can be signed",
            _ => null,
        };
        if (wrong is not null)
        {
            group.Refuse(Connection, wrong);
        }
    }

    // SDKs of languages without null send empty texts.
    private static string? Given(JsonFields group, string name) => group.Text(name) is { Length: > 0 } text ? text : null;

    private static bool IsEndpoint(string text)
        => IsWebAddress(text) && new Uri(text) is { AbsolutePath: "/", Query: "", Fragment: "", UserInfo: "" };

    private static bool IsWebAddress(string text)
        => Uri.TryCreate(text, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp);

    private static bool IsBase64(string text) => Convert.TryFromBase64String(text, new byte[text.Length], out var length) && length > 0;

    [GeneratedRegex(@"\A[a-z0-9-]{1,32}\z")]
    private static partial Regex Region();

    [GeneratedRegex(@"\A[a-z0-9]{3,24}\z")]
    private static partial Regex AccountName();
}
