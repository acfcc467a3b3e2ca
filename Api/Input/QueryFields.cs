using System.Globalization;

namespace OrleansFrames.Api.Input;

/// <summary>Reads the query, strictly as to types. An empty value counts as not given; a parameter given twice is refused.</summary>
/// <param name="recorder">Where a reader that runs on a description tells what it asks for.</param>
internal sealed class QueryFields(IQueryCollection query, InputErrors errors, SchemaRecorder? recorder = null)
{
    private const int LongestText = 4_096;

    public string? Text(string name)
    {
        recorder?.Add(name, Shapes.Text(LongestText));
        return Find(name);
    }

    public string RequiredUserId(string name)
    {
        recorder?.Add(name, Ids.UserSchema);
        recorder?.Require(name);
        var text = Find(name) ?? "";
        if (Ids.WhyNoUser(text) is { } reason)
        {
            errors.Add(name, text.Length == 0 ? "is required" : reason);
        }

        return text;
    }

    public long? Number(string name, long least, long most)
    {
        recorder?.Add(name, Shapes.Number(least, most));
        if (Find(name) is not { } text)
        {
            return null;
        }

        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
        {
            return number;
        }

        errors.Add(name, $"must be an integer of {least} to {most}");
        return null;
    }

    /// <param name="otherwise">When it is not given.</param>
    public bool Flag(string name, bool otherwise = false)
    {
        recorder?.Add(name, Shapes.Flag);
        var text = Find(name);
        if (text is not (null or "true" or "false"))
        {
            errors.Add(name, "must be true or false");
        }

        return text is null ? otherwise : text == "true";
    }

    /// <summary>A JSON object in a parameter.</summary>
    public JsonFields Object(string name)
    {
        string? error = null;
        var json = Find(name, int.MaxValue) is { } text ? JsonBody.TryParse(System.Text.Encoding.UTF8.GetBytes(text), out error) : null;
        if (error is not null)
        {
            errors.Add(name, error.Replace("the body", "it", StringComparison.Ordinal));
        }

        return new(json ?? JsonBody.Empty, "", errors, recorder?.Child(name));
    }

    private string? Find(string name, int longest = LongestText)
    {
        var values = query[name];
        if (values.Count > 1)
        {
            errors.Add(name, "must be given once");
            return null;
        }

        var text = values.ToString();
        if (text.Length > longest || text.Contains('\0', StringComparison.Ordinal))
        {
            errors.Add(name, $"must be at most {longest} characters long, without NUL");
            return null;
        }

        return text.Length > 0 ? text : null;
    }
}
