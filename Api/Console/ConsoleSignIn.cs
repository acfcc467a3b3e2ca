using System.Security.Cryptography;
using System.Text;
using OrleansFrames.Api.Auth;
using OrleansFrames.Api.Errors;
using OrleansFrames.Api.Input;
using OrleansFrames.Apps;

namespace OrleansFrames.Api.Console;

/// <summary>What <c>POST /console/session</c> gives: key and secret, or a ticket.</summary>
internal sealed record Credentials(string? ApiKey, string? Secret, string? Ticket)
{
    private const int Longest = 1_024;

    public static Credentials Read(RequestInput input)
    {
        var body = input.Body;
        return body.Text("ticket", Longest) is { } ticket
            ? new(null, null, ticket)
            : new(body.RequiredText("api_key", Longest), body.RequiredText("secret", Longest), null);
    }
}

/// <summary>Checks who signs in.</summary>
internal sealed class ConsoleSignIn(IAppDirectory apps, ConsoleTickets tickets)
{
    // Compared against for a key that is not known, so that it takes as long as one that is.
    private static readonly string[] NoSecret = [Convert.ToHexString(RandomNumberGenerator.GetBytes(32))];

    /// <returns>The app, or why not.</returns>
    public (string? App, ApiFailure? Failure) Check(Credentials credentials)
    {
        if (credentials.Ticket is { } ticket)
        {
            return tickets.Redeem(ticket) is { } app && apps.SecretsOf(app).Count > 0 ? (app, null) : (null, AuthFailures.Ticket);
        }

        var known = apps.SecretsOf(credentials.ApiKey!);
        return IsOneOf(known.Count == 0 ? NoSecret : known, credentials.Secret!) ? (credentials.ApiKey, null) : (null, AuthFailures.KeyOrSecret);
    }

    // Hashes have one length, and every secret is looked at: the time tells neither how much of a secret is right nor which.
    private static bool IsOneOf(IReadOnlyList<string> secrets, string given)
    {
        var hash = Hash(given);
        var same = false;
        foreach (var secret in secrets)
        {
            same |= CryptographicOperations.FixedTimeEquals(Hash(secret), hash);
        }

        return same;
    }

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
