using System.Text.Json;
using OrleansFrames.Json;
using OrleansFrames.Ledger.Queries;

namespace OrleansFrames.Api.Input;

/// <content>Members that have members or items themselves.</content>
internal sealed partial class JsonFields
{
    private const string NoNul = "must not contain the character NUL";
    private const int LongestItem = 255;

    public RawJson? Object(string name)
    {
        recorder?.Add(name, Shapes.AnyObject);
        return Find(name) switch
        {
            null => null,
            { ValueKind: JsonValueKind.Object } value => Raw(name, value),
            _ => WrongValue<RawJson>(name, "must be an object"),
        };
    }

    /// <summary>Settings groups: an object of objects. What is inside a group is for the grain to judge.</summary>
    public RawJson? Groups(string name)
    {
        recorder?.Add(name, Shapes.SettingsGroups);
        if (Find(name) is { ValueKind: JsonValueKind.Object } groups)
        {
            foreach (var group in groups.EnumerateObject().Where(group => group.Value.ValueKind != JsonValueKind.Object))
            {
                Refuse($"{name}.{group.Name}", "must be an object");
            }
        }

        return Object(name);
    }

    public JsonFields? Child(string name)
    {
        if (recorder?.Child(name) is { } child)
        {
            return new(JsonBody.Empty, Path(name), errors, child);
        }

        return Find(name) switch
        {
            null => null,
            { ValueKind: JsonValueKind.Object } value => new JsonFields(value, Path(name), errors),
            _ => Wrong<JsonFields>(name, "must be an object"),
        };
    }

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
        if (recorder?.Items(name, most) is { } described)
        {
            return [new(JsonBody.Empty, $"{Path(name)}[0]", errors, described)];
        }

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

    public IReadOnlyList<string>? Texts(string name, int most, int longest = LongestItem)
    {
        recorder?.Add(name, Shapes.Array(Shapes.Text(longest), most));
        return Texts(name, most, text => text.Length > longest ? $"must be at most {longest} characters long"
            : text.Contains('\0', StringComparison.Ordinal) ? NoNul
            : null);
    }

    public IReadOnlyList<string>? UserIds(string name, int most)
    {
        recorder?.Add(name, Shapes.Array(Ids.UserSchema, most));
        return Texts(name, most, Ids.WhyNoUser);
    }

    /// <summary>The members of an object with their values as they are.</summary>
    public IReadOnlyList<KeyValuePair<string, RawJson>> Members()
        => [.. element.EnumerateObject().Select(member => KeyValuePair.Create(member.Name, Raw(member.Name, member.Value) ?? default))];

    /// <summary>The conditions of a query; none take everything.</summary>
    public Filter Conditions(string name, QuerySchema schema)
    {
        recorder?.Add(name, Shapes.Conditions(schema));
        return Find(name) is { } conditions ? new FilterReader(schema, errors).Read(conditions, Path(name)) : Filter.All;
    }

    public IReadOnlyList<string> Names(int most) => recorder is not null
        ? [SchemaRecorder.AnyName]
        : [.. element.EnumerateObject().Where(member => member.Value.ValueKind != JsonValueKind.Null).Take(most).Select(member => member.Name)];

    private List<string>? Texts(string name, int most, Func<string, string?> whyNot)
    {
        if (Array(name, most) is not { } items)
        {
            return null;
        }

        var texts = new List<string>(items.Count);
        foreach (var (index, item) in items.Index())
        {
            if (item.ValueKind != JsonValueKind.String)
            {
                return Wrong<List<string>>($"{name}[{index}]", "must be a string");
            }

            var text = item.GetString()!;
            if (whyNot(text) is { } reason)
            {
                return Wrong<List<string>>($"{name}[{index}]", reason);
            }

            texts.Add(text);
        }

        return texts;
    }

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

    // What is kept as it is ends in databases, and not all of them can hold NUL.
    private RawJson? Raw(string name, JsonElement value)
        => HasNul(value) ? WrongValue<RawJson>(name, NoNul) : new RawJson(value.GetRawText());

    private static bool HasNul(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!.Contains('\0', StringComparison.Ordinal),
        JsonValueKind.Array => value.EnumerateArray().Any(HasNul),
        JsonValueKind.Object => value.EnumerateObject().Any(member => member.Name.Contains('\0', StringComparison.Ordinal) || HasNul(member.Value)),
        _ => false,
    };
}
