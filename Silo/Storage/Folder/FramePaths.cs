using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using OrleansFrames.Silo.Hosting;

namespace OrleansFrames.Silo.Storage.Folder;

/// <summary>Where a picture lies: <c>{data}/frames/{app}/{object key}</c>. Knows plain names only, so that no key leads out of the folder.</summary>
internal sealed partial class FramePaths(IOptions<FramesOptions> frames)
{
    private const int LongestPath = 1024;

    public string Root { get; } = Path.GetFullPath(Path.Combine(frames.Value.DataDirectory, "frames"));

    /// <summary>True for an app and key whose parts between slashes are A-Z, a-z, 0-9, dot, dash and underscore, and do not begin with a dot.</summary>
    public static bool AreSafe(string app, string objectKey)
        => app.Length + objectKey.Length <= LongestPath && Segment().IsMatch(app) && objectKey.Split('/').All(part => Segment().IsMatch(part));

    public bool TryFind(string app, string objectKey, [NotNullWhen(true)] out string? path)
    {
        path = AreSafe(app, objectKey) ? Path.Combine([Root, app, .. objectKey.Split('/')]) : null;
        return path is not null;
    }

    // \z, not $: that would let a line feed pass at the end.
    [GeneratedRegex(@"\A[A-Za-z0-9_-][A-Za-z0-9._-]{0,254}\z")]
    private static partial Regex Segment();
}
