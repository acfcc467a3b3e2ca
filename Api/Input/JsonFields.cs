using System.Text.Json;
using OrleansFrames.Json;
using OrleansFrames.Ledger.Queries;

namespace OrleansFrames.Api.Input;

/// <summary>
/// Reads the members of a JSON object, strictly as to types: what is wrong is noted under its path, and reading goes on. Null counts as not given;
/// members that nobody asks for are ignored.
/// </summary>
internal sealed class JsonFields(JsonElement element, string path, InputErrors errors)
{
    public const int LongestRole = 64;

    private const int LongestText = 4_096;

    public string Path(string name) => path.Length == 0 ? name : $"{path}.{name}";

    public void Refuse(string name, string reason) => errors.Add(Path(name), reason);

    public bool Has(string name) => Find(name) is not null;

    /// <summary>Given, and null: where that means more than not given.</summary>
    public bool IsNull(string name) => element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Null;

    public string? Text(string name, int longest = LongestText)
    {
        if (Find(name) is not { } value)
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.String)
        {
            return Wrong<string>(name, "must be a string");
        }

        var text = value.GetString()!;
        return text.Length <= longest ? text : Wrong<string>(name, $"must be at most {longest} characters long");
    }

    public string RequiredText(string name, int longest = LongestText) => Text(name, longest) ?? Missing(name);

    public string? UserId(string name)
    {
        var id = Text(name);
        return id is not null && Ids.WhyNoUser(id) is { } reason ? Wrong<string>(name, reason) : id;
    }

    public string RequiredUserId(string name) => UserId(name) ?? Missing(name);

    /// <summary>A role: any name of up to 64 characters; an empty one counts as not given.</summary>
    public string? Role(string name) => Text(name, LongestRole) is { Length: > 0 } role ? role : null;

    public bool? Flag(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        _ => WrongValue<bool>(name, "must be true or false"),
    };

    /// <summary>An integer; SDKs of languages whose integers cannot be unset send 0 for it, so 0 counts as not given.</summary>
    public int? Number(string name, int least = int.MinValue, int most = int.MaxValue)
    {
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

    public DateTimeOffset? Time(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } text when Timestamp.TryParse(text.GetString()!, out var time) => time,
        { ValueKind: JsonValueKind.Number } number when number.TryGetInt64(out var nanoseconds) => Timestamp.FromNanoseconds(nanoseconds),
        _ => WrongValue<DateTimeOffset>(name, "must be RFC 3339 text or an integer of unix nanoseconds"),
    };

    public RawJson? Object(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Object } value => new RawJson(value.GetRawText()),
        _ => WrongValue<RawJson>(name, "must be an object"),
    };

    /// <summary>Settings groups: an object of objects. What is inside a group is for the grain to judge.</summary>
    public RawJson? Groups(string name)
    {
        if (Find(name) is { ValueKind: JsonValueKind.Object } groups)
        {
            foreach (var group in groups.EnumerateObject().Where(group => group.Value.ValueKind != JsonValueKind.Object))
            {
                Refuse($"{name}.{group.Name}", "must be an object");
            }
        }

        return Object(name);
    }

    public JsonFields? Child(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Object } value => new JsonFields(value, Path(name), errors),
        _ => Wrong<JsonFields>(name, "must be an object"),
    };

    /// <summary>The members of an object whose names are keys, each an object itself.</summary>
    public IReadOnlyList<KeyValuePair<string, JsonFields>> Map(string name, int most)
    {
        if (Child(name) is not { } map)
        {
            return [];
        }

        var keys = map.Names(most + 1);
        if (keys.Count > most)
        {
            Refuse(name, $"must have at most {most} entries");
            return [];
        }

        return [.. keys.Select(key => (Key: key, Child: map.Child(key)))
            .Where(entry => entry.Child is not null)
            .Select(entry => KeyValuePair.Create(entry.Key, entry.Child!))];
    }

    /// <summary>The items of an array of objects; null when it is not given.</summary>
    public IReadOnlyList<JsonFields>? Items(string name, int most)
    {
        if (Array(name, most) is not { } items)
        {
            return null;
        }

        var objects = new List<JsonFields>();
        foreach (var (index, item) in items.Index())
        {
            if (item.ValueKind == JsonValueKind.Object)
            {
                objects.Add(new(item, $"{Path(name)}[{index}]", errors));
            }
            else
            {
                Refuse($"{name}[{index}]", "must be an object");
            }
        }

        return objects;
    }

    public IReadOnlyList<string>? Texts(string name, int most)
    {
        if (Array(name, most) is not { } items)
        {
            return null;
        }

        if (items.FindIndex(item => item.ValueKind != JsonValueKind.String) is >= 0 and var wrong)
        {
            Refuse($"{name}[{wrong}]", "must be a string");
            return null;
        }

        return items.ConvertAll(item => item.GetString()!);
    }

    /// <summary>The members of an object with their values as they are.</summary>
    public IReadOnlyList<KeyValuePair<string, RawJson>> Members()
        => [.. element.EnumerateObject().Select(member => KeyValuePair.Create(member.Name, new RawJson(member.Value.GetRawText())))];

    /// <summary>The conditions of a query; none take everything.</summary>
    public Filter Conditions(string name, QuerySchema schema)
        => Find(name) is { } conditions ? new FilterReader(schema, errors).Read(conditions, Path(name)) : Filter.All;

    public IReadOnlyList<string> Names(int most)
        => [.. element.EnumerateObject().Where(member => member.Value.ValueKind != JsonValueKind.Null).Take(most).Select(member => member.Name)];

    private List<JsonElement>? Array(string name, int most)
    {
        if (Find(name) is not { } value)
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.Array)
        {
            return Wrong<List<JsonElement>>(name, "must be an array");
        }

        return value.GetArrayLength() <= most ? [.. value.EnumerateArray()] : Wrong<List<JsonElement>>(name, $"must have at most {most} items");
    }

    private JsonElement? Find(string name)
        => element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private string Missing(string name)
    {
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
