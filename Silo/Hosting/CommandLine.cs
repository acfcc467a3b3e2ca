using System.Globalization;

namespace OrleansFrames.Silo.Hosting;

/// <summary>The options of <c>run.sh</c> as settings. Everything else is set by <c>appsettings.json</c> and the environment.</summary>
internal sealed class CommandLine
{
    private static readonly Dictionary<string, string> Settings = new()
    {
        ["--port"] = "Listen:Port",
        ["--listen"] = "Listen:Address",
        ["--data"] = "Frames:DataDirectory",
        ["--api-key"] = "Frames:Apps:0:ApiKey",
        ["--api-secret"] = "Frames:Apps:0:Secrets:0",
        ["--public-url"] = "Frames:PublicUrl",
        ["--interval"] = "Quickstart:IntervalSeconds",
        ["--quality"] = "Quickstart:Quality",
        ["--webhook"] = "Quickstart:Webhook",
        ["--for"] = "Quickstart:ForSeconds",
        ["--cameras"] = "Quickstart:Cameras",
    };

    private readonly Dictionary<string, string?> _values = [];
    private int _sources;

    public IReadOnlyDictionary<string, string?> Values => _values;

    /// <summary>What is wrong, in one sentence; null when nothing is.</summary>
    public string? Error { get; private set; }

    public static CommandLine Parse(IReadOnlyList<string> arguments)
    {
        CommandLine parsed = new();
        for (var at = 0; at < arguments.Count && parsed.Error is null; at++)
        {
            var name = arguments[at];
            if (name == "--demo")
            {
                parsed._values["Quickstart:Demo"] = "true";
            }
            else if (name != "--source" && !Settings.ContainsKey(name))
            {
                parsed.Error = $"unknown option {name}; ./run.sh --help lists them";
            }
            else if (at + 1 == arguments.Count || arguments[at + 1].Length == 0 || arguments[at + 1].StartsWith("--", StringComparison.Ordinal))
            {
                parsed.Error = $"option {name} needs a value";
            }
            else
            {
                parsed.Set(name, arguments[++at]);
            }
        }

        if (parsed.Error is null && parsed._values.ContainsKey("Frames:Apps:0:ApiKey") != parsed._values.ContainsKey("Frames:Apps:0:Secrets:0"))
        {
            parsed.Error = "--api-key and --api-secret go together";
        }

        return parsed;
    }

    private void Set(string name, string value)
    {
        if (name == "--source")
        {
            _values[string.Create(CultureInfo.InvariantCulture, $"Quickstart:Sources:{_sources++}")] = value;
            return;
        }

        _values[Settings[name]] = value;
        if (name is "--port" or "--interval" or "--for" && !int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out _))
        {
            Error = $"option {name} takes a whole number, not '{value}'";
        }
    }
}
