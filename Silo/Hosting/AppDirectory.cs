using Microsoft.Extensions.Options;
using OrleansFrames.Apps;

namespace OrleansFrames.Silo.Hosting;

/// <summary>The apps of the settings, or the one of the data folder.</summary>
internal sealed class AppDirectory : IAppDirectory
{
    private readonly Dictionary<string, IReadOnlyList<string>> _apps;

    public AppDirectory(IOptions<FramesOptions> options)
    {
        var frames = options.Value;
        var apps = frames.Apps.Count > 0 ? frames.Apps : [DefaultApp.Of(frames.DataDirectory)];
        _apps = apps.ToDictionary(app => app.ApiKey, app => (IReadOnlyList<string>)[.. app.Secrets]);
        ApiKeys = [.. apps.Select(app => app.ApiKey)];
    }

    public IReadOnlyList<string> ApiKeys { get; }

    public IReadOnlyList<string> SecretsOf(string apiKey) => _apps.TryGetValue(apiKey, out var secrets) ? secrets : [];
}
