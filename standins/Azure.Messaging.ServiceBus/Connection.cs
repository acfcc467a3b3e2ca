using System.Security.Cryptography;
using System.Text;

namespace Azure.Messaging.ServiceBus;

/// <summary>What a connection string says, and the tokens that its key makes.</summary>
internal sealed class Connection
{
    private static readonly TimeSpan TokenLife = TimeSpan.FromMinutes(20);

    private readonly Dictionary<string, string> _parts;

    private Connection(Dictionary<string, string> parts, Uri endpoint) => (_parts, Endpoint) = (parts, endpoint);

    public Uri Endpoint { get; }

    public string? EntityPath => _parts.GetValueOrDefault("EntityPath");

    /// <summary>An emulator on this or a near machine, without TLS.</summary>
    public bool IsEmulator => bool.TryParse(_parts.GetValueOrDefault("UseDevelopmentEmulator"), out var asked) && asked;

    public static Connection Parse(string text)
    {
        var parts = text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(part => part.Split('=', 2, StringSplitOptions.TrimEntries))
            .Where(pair => pair is [_, { Length: > 0 }] ? true : throw new FormatException("The connection string could not be parsed"))
            .ToDictionary(pair => pair[0], pair => pair[1], StringComparer.OrdinalIgnoreCase);
        if (!Uri.TryCreate(parts.GetValueOrDefault("Endpoint"), UriKind.Absolute, out var endpoint)
            || !(parts.ContainsKey("SharedAccessSignature") || (parts.ContainsKey("SharedAccessKeyName") && parts.ContainsKey("SharedAccessKey"))))
        {
            throw new ArgumentException("The connection string lacks an endpoint or a key", nameof(text));
        }

        return new(parts, endpoint);
    }

    /// <summary>The header of a request to an entity.</summary>
    public string Authorization(string entity)
    {
        if (_parts.TryGetValue("SharedAccessSignature", out var given))
        {
            return given.StartsWith("SharedAccessSignature ", StringComparison.Ordinal) ? given : $"SharedAccessSignature {given}";
        }

        var resource = Uri.EscapeDataString($"https://{Endpoint.Host}/{entity}".ToLowerInvariant());
        var expiry = DateTimeOffset.UtcNow.Add(TokenLife).ToUnixTimeSeconds();
        var hash = HMACSHA256.HashData(Encoding.UTF8.GetBytes(_parts["SharedAccessKey"]), Encoding.UTF8.GetBytes($"{resource}\n{expiry}"));
        return $"SharedAccessSignature sr={resource}&sig={Uri.EscapeDataString(Convert.ToBase64String(hash))}&se={expiry}"
            + $"&skn={Uri.EscapeDataString(_parts["SharedAccessKeyName"])}";
    }
}
