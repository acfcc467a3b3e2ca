using System.Text.Json;
using Azure.Core;
using OrleansFrames.Storage;

namespace OrleansFrames.Silo.Storage.AzureBlob;

/// <summary>
/// Signs an application in at Azure AD with its secret (OAuth 2.0 client credentials), under the address rule. Whoever asks keeps the tokens.
/// </summary>
internal sealed class ClientSecretTokens(HttpClient http, Uri authority, AzureApplication application, TimeProvider clock) : TokenCredential
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken)
        => throw new NotSupportedException("Tokens are asked for asynchronously only.");

    public override async ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken)
    {
        using CancellationTokenSource deadline = new(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        using FormUrlEncodedContent form = new(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = application.ClientId,
            ["client_secret"] = application.ClientSecret,
            ["scope"] = string.Join(' ', requestContext.Scopes),
        });
        Uri url = new($"{authority.AbsoluteUri.TrimEnd('/')}/{Uri.EscapeDataString(application.TenantId)}/oauth2/v2.0/token");
        using var response = await http.PostAsync(url, form, either.Token);
        var body = await response.Content.ReadAsStringAsync(either.Token);
        return Read(body) switch
        {
            { Token: { Length: > 0 } token } granted when response.IsSuccessStatusCode => new(token, clock.GetUtcNow().AddSeconds(granted.Seconds)),
            { Error: { } error } => throw new SignInException($"Azure AD refuses the application: {error}"),
            _ => throw new SignInException($"Azure AD answered {(int)response.StatusCode} without a token"),
        };
    }

    private static Answer? Read(string body)
    {
        try
        {
            var json = JsonDocument.Parse(body).RootElement;
            var error = Text(json, "error_description")?.Split('\n')[0].Trim() ?? Text(json, "error");
            return new(Text(json, "access_token"), json.TryGetProperty("expires_in", out var seconds) && seconds.TryGetInt32(out var life) ? life : 0, error);
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetString() : null;

    private sealed record Answer(string? Token, int Seconds, string? Error);
}

/// <summary>Azure AD gives no token: the message says why.</summary>
internal sealed class SignInException(string message) : Exception(message);
