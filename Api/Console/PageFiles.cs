using System.Collections.Frozen;
using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace OrleansFrames.Api.Console;

/// <summary>A file of a page.</summary>
/// <param name="Tag">Changes with its bytes.</param>
internal sealed record PageFile(byte[] Bytes, string ContentType, EntityTagHeaderValue Tag);

/// <summary>A browser page as it lies in this assembly.</summary>
internal sealed class PageFiles
{
    /// <summary>The file that is the page; the others are what it loads.</summary>
    public const string Page = "index.html";

    private readonly FrozenDictionary<string, PageFile> _files;

    private PageFiles(string prefix) => _files = typeof(PageFiles).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
        .ToFrozenDictionary(name => name[prefix.Length..], Load);

    public static PageFiles Console { get; } = new("OrleansFrames.Api.Console/");

    public static PageFiles Docs { get; } = new("OrleansFrames.Api.Docs/");

    public IEnumerable<string> Names => _files.Keys;

    public PageFile? Find(string name) => _files.GetValueOrDefault(name);

    private static PageFile Load(string resource)
    {
        using var stream = typeof(PageFiles).Assembly.GetManifestResourceStream(resource)!;
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
        _ => throw new InvalidOperationException($"{name} is part of a page, but its content type is not known."),
    };
}
