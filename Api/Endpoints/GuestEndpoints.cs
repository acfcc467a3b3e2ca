using OrleansFrames.Api.Auth;
using OrleansFrames.Api.Input;
using OrleansFrames.Api.Operations;
using OrleansFrames.Users;

namespace OrleansFrames.Api.Endpoints;

/// <summary>GetStream's CreateGuestResponse.</summary>
internal sealed record GuestAnswer(UserResponse User, string AccessToken);

/// <summary>What clients do before they have a token: becoming a guest, and telling how connecting went.</summary>
internal static class GuestEndpoints
{
    private const string Role = "guest";
    private const int LongestId = 200;

    public static void MapGuests(this ApiRoutes routes, GuestTokens tokens)
    {
        foreach (var pattern in (string[])["/guest", "/video/guest"])
        {
            routes.ForAnyone.Post(pattern, "CreateGuest", "CreateGuest", Read, (call, user) => CreateAsync(call, user, tokens))
                .Answers<GuestAnswer>("Makes a guest and its token; needs no token");
        }

        // Telemetry of GetStream's own clients, which stop sending when it is refused.
        routes.ForAnyone.Post(
            "/video/call_client_event",
            "ReportClientCallEvent",
            "ReportClientCallEvent",
            Nothing.Read,
            (_, _) => Task.FromResult(Answer.Of(Answer.Nothing)),
            BodyUse.Ignored)
            .AnswersNothing("Takes the telemetry of GetStream's clients, and forgets it");
    }

    private static UserRequest Read(RequestInput input)
    {
        input.Body.Require("user");
        if (input.Body.Child("user") is not { } user)
        {
            return new("");
        }

        var request = UserReader.Read(user);
        if (request.Id.Length > LongestId)
        {
            user.Refuse("id", $"must be at most {LongestId} characters long");
        }

        return request;
    }

    // Nobody becomes a user who is there already, and nobody picks a role: whoever asks has shown nothing.
    private static async Task<Answer> CreateAsync(ApiCall call, UserRequest user, GuestTokens tokens)
    {
        if ((await call.Grains.GetApp(call.App).GetAsync(call.Aborted)).Access.GuestUserCreationDisabled)
        {
            return new(null, Refusal.NotAllowed("this app takes no guests (guest_user_creation_disabled)"));
        }

        var guest = user with { Id = $"guest-{Guid.NewGuid()}-{user.Id}", Role = Role };
        var made = await call.Grains.GetUser(call.App, guest.Id).UpsertAsync(guest, call.Aborted);
        return Answer.Of(new GuestAnswer(made, tokens.Make(call.App, guest.Id)));
    }
}
