namespace OrleansFrames.Apps;

/// <summary>The apps of this deployment and their secrets, from configuration: secrets never travel in grain calls or state.</summary>
public interface IAppDirectory
{
    IReadOnlyList<string> ApiKeys { get; }

    /// <summary>The live secrets of an API key, the one to sign with first; empty when the key is unknown.</summary>
    IReadOnlyList<string> SecretsOf(string apiKey);
}
