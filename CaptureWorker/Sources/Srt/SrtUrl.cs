using System.Globalization;
using OrleansFrames.Capture;

namespace OrleansFrames.CaptureWorker.Sources.Srt;

/// <summary>An SRT URL taken apart by hand: stream ids hold characters that end a query for <see cref="Uri"/>.</summary>
/// <param name="Host">Host name or address, without brackets.</param>
/// <param name="Port">There is no usual one.</param>
/// <param name="StreamId">Which stream the server is asked for; null without.</param>
/// <param name="Passphrase">Of the encryption; null without.</param>
/// <param name="KeyLength">Bytes of the key, as the URL wants it; null without.</param>
/// <param name="Latency">How long lost packets may still come, in ms; null for the library's 120.</param>
internal sealed record SrtUrl(string Host, int Port, string? StreamId, string? Passphrase, int? KeyLength, int? Latency)
{
    private const int LongestStreamId = 512;
    private const int MostLatency = 8000;

    /// <exception cref="SourceException">It cannot be played.</exception>
    public static SrtUrl Parse(string text)
    {
        var queryAt = text.IndexOfAny(['?', '#']);
        if (!Uri.TryCreate(queryAt < 0 ? text : text[..queryAt], UriKind.Absolute, out var place) || place.Host.Length == 0 || place.Port <= 0 || place.UserInfo.Length > 0)
        {
            throw Unsupported("the URL names no host or no port, or a user; use srt://host:port?streamid=...&passphrase=...");
        }

        var options = queryAt < 0 ? [] : Options(text[(queryAt + 1)..]);
        if (options.GetValueOrDefault("mode", "caller") is not "caller")
        {
            throw Unsupported("only mode=caller is supported: the service calls the source; let the source listen");
        }

        var streamId = options.GetValueOrDefault("streamid");
        if (streamId?.Length > LongestStreamId)
        {
            throw Unsupported($"the URL's streamid is longer than {LongestStreamId} characters");
        }

        var passphrase = options.GetValueOrDefault("passphrase") is { Length: > 0 } given ? given : null;
        if (passphrase?.Length is < 10 or > 79)
        {
            throw new SourceException(FailureReason.Auth, "the URL's passphrase must have 10 to 79 characters; percent-encode special ones");
        }

        return new SrtUrl(
            place.IdnHost.Trim('[', ']'),
            place.Port,
            streamId,
            passphrase,
            Number(options, "pbkeylen", length => length is 0 or 16 or 24 or 32, "is 16, 24 or 32"),
            Number(options, "latency", latency => latency is >= 0 and <= MostLatency, $"is given in ms, {MostLatency} at most"));
    }

    private static Dictionary<string, string> Options(string query)
    {
        var options = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = pair.Split('=', 2);
            options[parts[0]] = parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : "";
        }

        return options;
    }

    private static int? Number(Dictionary<string, string> options, string name, Func<int, bool> isRight, string rule)
    {
        if (!options.TryGetValue(name, out var text))
        {
            return null;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && isRight(number)
            ? number
            : throw Unsupported($"the URL's {name} {rule}");
    }

    private static SourceException Unsupported(string detail) => new(FailureReason.Unsupported, detail);
}
