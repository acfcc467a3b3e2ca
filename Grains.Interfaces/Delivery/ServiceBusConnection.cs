namespace OrleansFrames.Delivery;

/// <summary>What a connection string of Azure Service Bus says of where it leads.</summary>
/// <param name="Text">The whole string: a secret.</param>
/// <param name="Endpoint">As <c>sb://namespace.servicebus.windows.net</c>; with a port where the string has one.</param>
/// <param name="EntityPath">The queue or topic that the string is for; null when it is for a namespace.</param>
/// <param name="IsEmulator">An emulator, which is spoken to without TLS.</param>
public sealed record ServiceBusConnection(string Text, Uri Endpoint, string? EntityPath, bool IsEmulator)
{
    private const string Scheme = "sb";

    /// <param name="reason">What is wrong, in words that repeat nothing of the string.</param>
    /// <returns>Null when it is no connection string.</returns>
    public static ServiceBusConnection? Parse(string text, out string reason)
    {
        ArgumentNullException.ThrowIfNull(text);
        Dictionary<string, string> parts = new(StringComparer.OrdinalIgnoreCase);
        foreach (var part in text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (part.Split('=', 2, StringSplitOptions.TrimEntries) is not [{ Length: > 0 } name, { Length: > 0 } value] || !parts.TryAdd(name, value))
            {
                reason = "must be parts such as Endpoint=sb://..., each once, with ; between them";
                return null;
            }
        }

        reason = WhyNot(parts, out var endpoint);
        return reason.Length > 0
            ? null
            : new(text, endpoint!, parts.GetValueOrDefault("EntityPath"), bool.TryParse(parts.GetValueOrDefault("UseDevelopmentEmulator"), out var emulator) && emulator);
    }

    // Never with the parts: a connection string in a log is a key in a log.
    public override string ToString() => Endpoint.ToString();

    private static string WhyNot(Dictionary<string, string> parts, out Uri? endpoint)
    {
        if (!Uri.TryCreate(parts.GetValueOrDefault("Endpoint"), UriKind.Absolute, out endpoint)
            || endpoint.Scheme != Scheme || endpoint.Host.Length == 0 || endpoint.PathAndQuery is not ("" or "/") || endpoint.UserInfo.Length > 0)
        {
            return "must have an Endpoint such as sb://namespace.servicebus.windows.net/";
        }

        var hasKey = parts.ContainsKey("SharedAccessKeyName") && parts.ContainsKey("SharedAccessKey");
        return hasKey == parts.ContainsKey("SharedAccessSignature")
            ? "must have SharedAccessKeyName and SharedAccessKey, or SharedAccessSignature"
            : "";
    }
}
