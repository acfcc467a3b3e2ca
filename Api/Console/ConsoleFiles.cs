using System.Collections.Frozen;
using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace OrleansFrames.Api.Console;

/// <summary>A file of the console's page.</summary>
/// <param name="Tag">Changes with its bytes.</param>
internal sealed record ConsoleFile(byte[] Bytes, string ContentType, EntityTagHeaderValue Tag);

/// <summary>The console's page as it lies in this assembly.</summary>
internal static class ConsoleFiles
{
    private const string Prefix = "OrleansFrames.Api.Console/";

    private static readonly FrozenDictionary<string, ConsoleFile> Files = typeof(ConsoleFiles).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
        .ToFrozenDictionary(name => name[Prefix.Length..], Load);

    public static IEnumerable<string> Names => Files.Keys;

    public static ConsoleFile? Find(string name) => Files.GetValueOrDefault(name);

    private static ConsoleFile Load(string resource)
    {
        using var stream = typeof(ConsoleFiles).Assembly.GetManifestResourceStream(resource)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return new(bytes, TypeOf(resource), new($"\"{Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 8))}\""));
    }

    private static string TypeOf(string name) => Path.GetExtension(name) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".svg" => "image/svg+xml",
        _ => throw new InvalidOperationException($"{name} is part of the console, but its content type is not known."),
    };
}
