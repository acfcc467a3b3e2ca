using System.Text.Json.Nodes;

namespace OrleansFrames.Api.Input;

/// <summary>
/// The JSON schema of an object, written down by the very reader that reads it: a reader that runs on a description tells here what it asks for,
/// so that what is documented and what is read cannot differ.
/// </summary>
internal sealed class SchemaRecorder
{
    /// <summary>The one member of a map that is described: it stands for every name.</summary>
    public const string AnyName = "*";

    private const string Properties = "properties";
    private const string RequiredOnes = "required";

    /// <summary>Grows while the reader runs.</summary>
    public JsonObject Schema { get; } = new() { ["type"] = "object" };

    public void Add(string name, JsonObject schema)
    {
        if (name == AnyName)
        {
            Schema["additionalProperties"] = schema;
            return;
        }

        if (Schema[Properties] is not JsonObject members)
        {
            Schema[Properties] = members = [];
        }

        members.TryAdd(name, schema);
    }

    /// <summary>Says that a member must be given.</summary>
    public void Require(string name)
    {
        if (Schema[RequiredOnes] is not JsonArray names)
        {
            Schema[RequiredOnes] = names = [];
        }

        if (!names.Any(known => (string?)known == name))
        {
            names.Add(name);
        }
    }

    /// <summary>Adds a member that is an object.</summary>
    /// <returns>Where to tell what is read of it.</returns>
    public SchemaRecorder Child(string name)
    {
        var child = new SchemaRecorder();
        Add(name, child.Schema);
        return child;
    }

    /// <summary>Adds a member that is an array of objects.</summary>
    /// <returns>Where to tell what is read of each.</returns>
    public SchemaRecorder Items(string name, int most)
    {
        var item = new SchemaRecorder();
        Add(name, Shapes.Array(item.Schema, most));
        return item;
    }
}
