namespace OrleansFrames.Api.Auth;

/// <summary>What a browser that signed in holds: a server token of its app that ends, and whose claim <c>console</c> names the app.</summary>
internal static class ConsoleToken
{
    public static TimeSpan Life { get; } = TimeSpan.FromHours(12);

    public static string Make(string app, string secret, DateTimeOffset now) => SignedToken.Make(
        new { server = true, console = app, iat = now.ToUnixTimeSeconds(), exp = (now + Life).ToUnixTimeSeconds() }, secret);
}
