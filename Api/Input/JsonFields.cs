using System.Text.Json;
using System.Text.Json.Nodes;

namespace OrleansFrames.Api.Input;

/// <summary>
/// Reads the members of a JSON object, strictly as to types: what is wrong is noted under its path, and reading goes on. Null counts as not given;
/// members that nobody asks for are ignored.
/// </summary>
/// <param name="recorder">Where a reader that runs on a description tells what it asks for. Such an object has no members, but all of its children.</param>
internal sealed partial class JsonFields(JsonElement element, string path, InputErrors errors, SchemaRecorder? recorder = null)
{
    public const int LongestRole = 64;

    private const int LongestText = 4_096;

    public string Path(string name) => path.Length == 0 ? name : $"{path}.{name}";

    public void Refuse(string name, string reason) => errors.Add(Path(name), reason);

    public bool Has(string name) => Find(name) is not null;

    /// <summary>Refuses the object when it has no such member.</summary>
    /// <param name="hint">Said after that it is required.</param>
    public void Require(string name, string hint = "")
    {
        recorder?.Require(name);
        if (!Has(name))
        {
            Refuse(name, $"is required{hint}");
        }
    }

    /// <summary>Given, and null: where that means more than not given.</summary>
    public bool IsNull(string name) => element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Null;

    public string? Text(string name, int longest = LongestText)
    {
        recorder?.Add(name, Shapes.Text(longest));
        if (Find(name) is not { } value)
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.String)
        {
            return Wrong<string>(name, "must be a string");
        }

        var text = value.GetString()!;
        return text.Length > longest ? Wrong<string>(name, $"must be at most {longest} characters long")
            : text.Contains('\0', StringComparison.Ordinal) ? Wrong<string>(name, NoNul)
            : text;
    }

    public string RequiredText(string name, int longest = LongestText) => Text(name, longest) ?? Missing(name);

    /// <summary>One of a few words.</summary>
    public string RequiredOneOf(string name, IReadOnlyList<string> words)
    {
        recorder?.Add(name, Shapes.OneOf(words));
        var text = RequiredText(name);
        if (Has(name) && !words.Contains(text))
        {
            Refuse(name, $"must be one of {string.Join(", ", words)}");
        }

        return text;
    }

    public string? UserId(string name) => Id(name, Ids.UserSchema, Ids.WhyNoUser);

    public string RequiredUserId(string name) => UserId(name) ?? Missing(name);

    /// <summary>A name as calls, call types and roles have them.</summary>
    public string RequiredName(string name) => Id(name, Ids.NameSchema, Ids.WhyNoName) ?? Missing(name);

    /// <summary>A role: any name of up to 64 characters; an empty one counts as not given.</summary>
    public string? Role(string name) => Text(name, LongestRole) is { Length: > 0 } role ? role : null;

    public bool? Flag(string name)
    {
        recorder?.Add(name, Shapes.Flag);
        return Find(name) switch
        {
            null => null,
            { ValueKind: JsonValueKind.True } => true,
            { ValueKind: JsonValueKind.False } => false,
            _ => WrongValue<bool>(name, "must be true or false"),
        };
    }

    /// <summary>An integer; SDKs of languages whose integers cannot be unset send 0 for it, so 0 counts as not given.</summary>
    public int? Number(string name, int least = int.MinValue, int most = int.MaxValue)
    {
        recorder?.Add(name, Shapes.Number(least, most));
        if (Find(name) is not { } value)
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.Number || !value.TryGetInt32(out var number))
        {
            return WrongValue<int>(name, "must be an integer");
        }

        return number == 0 ? null
            : number >= least && number <= most ? number
            : WrongValue<int>(name, $"must be {least} to {most}");
    }

    public DateTimeOffset? Time(string name)
    {
        recorder?.Add(name, Shapes.Time);
        return Find(name) switch
        {
            null => null,
            { ValueKind: JsonValueKind.String } text when Timestamp.TryParse(text.GetString()!, out var time) => time,
            { ValueKind: JsonValueKind.Number } number when number.TryGetInt64(out var nanoseconds) => Timestamp.FromNanoseconds(nanoseconds),
            _ => WrongValue<DateTimeOffset>(name, "must be RFC 3339 text or an integer of unix nanoseconds, from 1678 to 2261"),
        };
    }

    private string? Id(string name, JsonObject schema, Func<string, string?> whyNot)
    {
        recorder?.Add(name, schema);
        var id = Text(name);
        return id is not null && whyNot(id) is { } reason ? Wrong<string>(name, reason) : id;
    }

    private JsonElement? Find(string name)
        => element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private string Missing(string name)
    {
        recorder?.Require(name);
        Refuse(name, "is required");
        return "";
    }

    private T? Wrong<T>(string name, string reason) where T : class
    {
        Refuse(name, reason);
        return null;
    }

    private T? WrongValue<T>(string name, string reason) where T : struct
    {
        Refuse(name, reason);
        return null;
    }
}
