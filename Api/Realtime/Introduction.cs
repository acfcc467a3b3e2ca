using System.Text.Json;
using OrleansFrames.Api.Auth;
using OrleansFrames.Api.Endpoints;
using OrleansFrames.Api.Errors;
using OrleansFrames.Api.Input;
using OrleansFrames.Json;
using OrleansFrames.Users;

namespace OrleansFrames.Api.Realtime;

/// <summary>The first message on a websocket (GetStream's WSAuthMessage): who connects, and what its user is like.</summary>
internal sealed class Introduction(Authenticator authenticator, IGrainFactory grains)
{
    public const string Operation = "Connect";

    private const int LongestToken = 8_192;

    /// <returns>Who connects and its user as it is now, or why not.</returns>
    public async Task<(Caller? Caller, UserResponse? User, ApiFailure? Failure)> ReadAsync(
        HttpRequest request, ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        if (JsonBody.TryParse(message, out var error) is not { } body)
        {
            return (null, null, ApiFailure.Input(Operation, error!));
        }

        RequestInput input = new(body, request);
        var token = input.Body.Text("token", LongestToken) ?? "";
        var details = Details(input.Body);
        var (caller, failure) = await authenticator.AuthenticateAsync(request, token);
        return caller is null ? (null, null, failure)
            : WhyNot(caller) is { } refused ? (null, null, refused)
            : input.Errors.Any ? (null, null, ApiFailure.Input(Operation, input.Errors.Fields))
            : details.Id != caller.UserId ? (null, null, AuthFailures.OtherUser)
            : await SaveAsync(caller, details, cancellationToken);
    }

    private static UserRequest Details(JsonFields body)
    {
        if (body.Child("user_details") is { } details)
        {
            // Neither role nor teams: who connects does not say what it may do.
            return UserReader.Read(details) with { Role = null, Teams = null };
        }

        body.Refuse("user_details", "is required");
        return new("");
    }

    private static ApiFailure? WhyNot(Caller caller)
        => caller.IsServer ? ApiFailure.NotAllowed(Operation, "websockets are for clients: they need a user's token")
            : caller.IsAnonymous ? ApiFailure.NotAllowed(Operation, "anonymous users have no websocket")
            : null;

    private static ApiFailure? WhyNot(Caller caller, UserResponse known)
        => known.RevokeTokensIssuedBefore is { } limit && !(caller.IssuedAt >= limit) ? AuthFailures.Revoked
            : known.Banned ? ApiFailure.NotAllowed(Operation, $"User '{known.Id}' is banned")
            : null;

    private async Task<(Caller? Caller, UserResponse? User, ApiFailure? Failure)> SaveAsync(
        Caller caller, UserRequest details, CancellationToken cancellationToken)
    {
        var grain = grains.GetUser(caller.App, details.Id);
        var known = await grain.EnsureAsync(cancellationToken);
        if (WhyNot(caller, known) is { } refused)
        {
            return (null, null, refused);
        }

        // A client connects again and again: only what is new is worth a write.
        return (caller, IsNews(details, known) ? (await grain.PatchAsync(new(details), cancellationToken)).Value! : known, null);
    }

    private static bool IsNews(UserRequest details, UserResponse known)
        => (details.Name ?? known.Name) != known.Name
            || (details.Image ?? known.Image) != known.Image
            || (details.Language ?? known.Language) != known.Language
            || (details.Invisible ?? known.Invisible) != known.Invisible
            || (details.Custom is { } custom && !IsSame(custom, known.Custom));

    private static bool IsSame(RawJson one, RawJson other)
    {
        using var first = JsonDocument.Parse(one.Text);
        using var second = JsonDocument.Parse(other.Text);
        return JsonElement.DeepEquals(first.RootElement, second.RootElement);
    }
}
