using System.Globalization;

namespace OrleansFrames.Api.Input;

/// <summary>Reads the query, strictly as to types. An empty value counts as not given; a parameter given twice is refused.</summary>
internal sealed class QueryFields(IQueryCollection query, InputErrors errors)
{
    public string? Text(string name)
    {
        var values = query[name];
        if (values.Count > 1)
        {
            errors.Add(name, "must be given once");
            return null;
        }

        return values.ToString() is { Length: > 0 } text ? text : null;
    }

    public long? Number(string name, long least, long most)
    {
        if (Text(name) is not { } text)
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
        var text = Text(name);
        if (text is not (null or "true" or "false"))
        {
            errors.Add(name, "must be true or false");
        }

        return text is null ? otherwise : text == "true";
    }
}
