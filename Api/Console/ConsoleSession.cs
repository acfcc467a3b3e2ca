using System.Globalization;
using OrleansFrames.Api.Auth;
using OrleansFrames.Api.Errors;
using OrleansFrames.Api.Limits;
using OrleansFrames.Api.Operations;
using OrleansFrames.Apps;
using OrleansFrames.Json;

namespace OrleansFrames.Api.Console;

/// <summary>Sign-in of the browser pages: <c>POST</c>, <c>GET</c> and <c>DELETE /console/session</c>.</summary>
internal sealed class ConsoleSession(
    ConsoleSignIn signIn, Authenticator authenticator, RequestReader reader, IAppDirectory apps, TimeProvider clock)
{
    /// <summary>Attempts to sign in that one address has in a minute.</summary>
    public const int AttemptsPerMinute = 20;

    private static readonly Operation SignIn = new("SignIn", "SignIn", StatusCodes.Status201Created, BodyUse.Json, Side.Both);

    private static readonly ApiFailure NoHeader = ApiFailure.Input(SignIn.Name, "the header X-Console: 1 is missing");

    private readonly MinuteCounts _attempts = new(clock);

    public Task OpenAsync(HttpContext http) => WriteAsync(http, SignIn.Status, OpenedAsync);

    // Nobody being signed in is no failure: a page asks in order to know.
    public Task ShowAsync(HttpContext http) => WriteAsync(http, StatusCodes.Status200OK, async context
        => new(await authenticator.ConsoleAsync(context.Request) is { } session ? new SessionAnswer(session.App, session.Expires) : Answer.Nothing, null));

    public Task CloseAsync(HttpContext http) => WriteAsync(http, StatusCodes.Status200OK, context =>
    {
        ConsoleCookie.Remove(context);
        return Task.FromResult(new Reply(Answer.Nothing, null));
    });

    private async Task<Reply> OpenedAsync(HttpContext http)
    {
        var (count, _, secondsLeft) = _attempts.Add($"{http.Connection.RemoteIpAddress}");
        if (count > AttemptsPerMinute)
        {
            http.Response.Headers.RetryAfter = secondsLeft.ToString(CultureInfo.InvariantCulture);
            return ApiFailure.TooManyRequests;
        }

        var (input, unreadable) = await reader.ReadAsync(http.Request, SignIn);
        if (input is null)
        {
            return unreadable!;
        }

        var credentials = Credentials.Read(input);
        if (input.Errors.Any)
        {
            return ApiFailure.Input(SignIn.Name, input.Errors.Fields);
        }

        var (app, failure) = signIn.Check(credentials);
        return app is null ? failure! : new Reply(Opened(http, app), null);
    }

    private SessionAnswer Opened(HttpContext http, string app)
    {
        var now = clock.GetUtcNow();
        var expires = now + ConsoleToken.Life;
        ConsoleCookie.Set(http, ConsoleToken.Make(app, apps.SecretsOf(app)[0], now), expires);
        return new(app, expires);
    }

    // Without the header a form of another site could sign a browser in or out.
    private async Task WriteAsync(HttpContext http, int status, Func<HttpContext, Task<Reply>> answer)
    {
        var writer = new AnswerWriter(http, FramesJson.Rfc3339, clock);
        http.Response.Headers.CacheControl = "no-store";
        await writer.WriteAsync(status, ConsoleCookie.IsAsked(http.Request) ? await answer(http) : NoHeader);
    }
}

/// <param name="ApiKey">The app that is signed in: the page gives it with every request.</param>
internal sealed record SessionAnswer(string ApiKey, DateTimeOffset ExpiresAt);
