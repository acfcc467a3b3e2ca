using System.Text.Json;

namespace OrleansFrames.EndToEnd.Tests.Contract;

/// <summary>An OpenAPI document of the service, as tools read it: finds operations by path, and checks answers against what it says of them.</summary>
internal sealed class OpenApi(JsonElement document)
{
    public IReadOnlyList<string> Operations { get; } = [.. document.GetProperty("paths").EnumerateObject()
        .SelectMany(path => path.Value.EnumerateObject().Select(operation => $"{operation.Name.ToUpperInvariant()} {path.Name}"))];

    /// <summary>The operation that a request is about, as <see cref="Operations"/> names it.</summary>
    public string? Find(string method, string path)
    {
        var parts = path.Split('/');
        return Operations
            .Where(operation => operation.StartsWith($"{method} ", StringComparison.Ordinal) && Fits(operation[(method.Length + 1)..].Split('/'), parts))
            .MinBy(operation => operation.Count(c => c == '{'));
    }

    /// <summary>The status that the document gives an operation's success.</summary>
    public int SuccessOf(string operation) => int.Parse(
        Said(operation).GetProperty("responses").EnumerateObject().First().Name, System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>What is wrong with an answer: members that are missing, of another type, or not told of at all.</summary>
    public IReadOnlyList<string> WrongWith(JsonElement body, string operation, int status)
    {
        List<string> wrong = [];
        var responses = Said(operation).GetProperty("responses");
        if (responses.TryGetProperty($"{status}", out var response))
        {
            Check(body, Resolve(response).GetProperty("content").GetProperty("application/json").GetProperty("schema"), "", wrong);
        }
        else
        {
            wrong.Add($"{operation} does not say that it answers {status}");
        }

        return wrong;
    }

    private static bool Fits(string[] template, string[] path)
        => template.Length == path.Length && template.Zip(path).All(pair => pair.First.StartsWith('{') || pair.First == pair.Second);

    private JsonElement Said(string operation)
    {
        var parts = operation.Split(' ');
        return document.GetProperty("paths").GetProperty(parts[1]).GetProperty(parts[0].ToLowerInvariant());
    }

    private JsonElement Resolve(JsonElement schema) => schema.TryGetProperty("$ref", out var reference)
        ? Resolve(reference.GetString()!.Split('/')[1..].Aggregate(document, (element, name) => element.GetProperty(name)))
        : schema;

    private void Check(JsonElement value, JsonElement schema, string path, List<string> wrong)
    {
        var whole = Resolve(schema);
        if (whole.TryGetProperty("anyOf", out var choices))
        {
            if (value.ValueKind != JsonValueKind.Null)
            {
                Check(value, choices[0], path, wrong);
            }

            return;
        }

        var parts = whole.TryGetProperty("allOf", out var all) ? all.EnumerateArray().Select(Resolve).ToList() : [whole];
        foreach (var part in parts)
        {
            CheckPart(value, part, path, wrong);
        }

        var members = parts.Where(part => part.TryGetProperty("properties", out _))
            .SelectMany(part => part.GetProperty("properties").EnumerateObject().Select(member => member.Name)).ToHashSet();
        if (members.Count > 0 && value.ValueKind == JsonValueKind.Object && !parts.Exists(part => part.TryGetProperty("additionalProperties", out _)))
        {
            wrong.AddRange(value.EnumerateObject().Where(member => !members.Contains(member.Name)).Select(member => $"{path}.{member.Name} is not in the document"));
        }
    }

    private void CheckPart(JsonElement value, JsonElement schema, string path, List<string> wrong)
    {
        if (schema.TryGetProperty("type", out var type) && !IsOf(value, type.GetString()!))
        {
            wrong.Add($"{path} is {value.ValueKind}, not {type}");
            return;
        }

        if (schema.TryGetProperty("enum", out var words) && !words.EnumerateArray().Any(word => word.GetString() == value.GetString()))
        {
            wrong.Add($"{path} is {value}, not one of {words}");
        }

        foreach (var name in schema.TryGetProperty("required", out var required) ? required.EnumerateArray().Select(name => name.GetString()!) : [])
        {
            if (!value.TryGetProperty(name, out _))
            {
                wrong.Add($"{path}.{name} is missing");
            }
        }

        foreach (var member in schema.TryGetProperty("properties", out var properties) ? properties.EnumerateObject().ToList() : [])
        {
            if (value.TryGetProperty(member.Name, out var inner))
            {
                Check(inner, member.Value, $"{path}.{member.Name}", wrong);
            }
        }

        if (schema.TryGetProperty("items", out var items))
        {
            value.EnumerateArray().ToList().ForEach(item => Check(item, items, $"{path}[]", wrong));
        }

        if (schema.TryGetProperty("additionalProperties", out var any))
        {
            value.EnumerateObject().ToList().ForEach(member => Check(member.Value, any, $"{path}.{member.Name}", wrong));
        }
    }

    private static bool IsOf(JsonElement value, string type) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        _ => value.ValueKind == JsonValueKind.Number,
    };
}
