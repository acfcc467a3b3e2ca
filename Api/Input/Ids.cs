using System.Buffers;
using System.Text.Json.Nodes;

namespace OrleansFrames.Api.Input;

/// <summary>What ids may look like. They end up in grain keys, object names and URLs.</summary>
internal static class Ids
{
    private const int LongestName = 64;
    private const int LongestUser = 255;
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";
    private static readonly SearchValues<char> NameCharacters = SearchValues.Create(Letters);
    private static readonly SearchValues<char> UserCharacters = SearchValues.Create(Letters + "@");

    public static JsonObject NameSchema => Shapes.Id(LongestName, "^[A-Za-z0-9_-]+$");

    public static JsonObject UserSchema => Shapes.Id(LongestUser, "^[A-Za-z0-9_@-]+$");

    /// <summary>What is wrong with the type or id of a call, or with a user session id; null when nothing is.</summary>
    public static string? WhyNoName(string text) => Why(text, NameCharacters, LongestName, "letters, digits, _ and -");

    /// <summary>What is wrong with a user's id; null when nothing is.</summary>
    public static string? WhyNoUser(string text) => Why(text, UserCharacters, LongestUser, "letters, digits, @, _ and -");

    private static string? Why(string text, SearchValues<char> characters, int longest, string allowed)
        => text.Length == 0 ? "must not be empty"
            : text.Length > longest ? $"must be at most {longest} characters long"
            : text.AsSpan().ContainsAnyExcept(characters) ? $"may hold only {allowed}"
            : null;
}
