using OrleansFrames.Apps;

namespace OrleansFrames.Api.Tests.Hosting;

internal sealed class FakeApps : IAppDirectory
{
    public const string Secret = "a-secret-of-more-than-32-characters-in-all";

    private readonly Dictionary<string, IReadOnlyList<string>> _secrets = new() { ["key"] = [Secret] };

    public IReadOnlyList<string> ApiKeys => [.. _secrets.Keys];

    public IReadOnlyList<string> SecretsOf(string apiKey) => _secrets.GetValueOrDefault(apiKey, []);

    public void Set(string apiKey, params string[] secrets) => _secrets[apiKey] = secrets;

    public void Clear() => _secrets.Clear();
}
