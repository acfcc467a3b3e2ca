using OrleansFrames.Api.Input;
using OrleansFrames.Users;

namespace OrleansFrames.Api.Endpoints;

/// <summary>Reads GetStream's UserRequest and UpdateUsersRequest.</summary>
internal static class UserReader
{
    private const int MostUsers = 100;
    private const int MostTeams = 250;

    public static IReadOnlyList<UserRequest> UpdateUsers(RequestInput input)
    {
        input.Body.Require("users");
        return [.. input.Body.Map("users", MostUsers).Select(entry => Named(entry.Key, entry.Value))];
    }

    public static UserRequest Read(JsonFields user) => new(user.RequiredUserId("id"))
    {
        Name = user.Text("name"),
        Image = user.Text("image"),
        Role = user.Role("role"),
        Language = user.Text("language", longest: 16),
        Invisible = user.Flag("invisible"),
        Teams = user.Texts("teams", MostTeams),
        Custom = user.Object("custom"),
    };

    private static UserRequest Named(string key, JsonFields user)
    {
        var request = Read(user);
        if (request.Id.Length > 0 && request.Id != key)
        {
            user.Refuse("id", "must equal the key it stands under");
        }

        return request;
    }
}
