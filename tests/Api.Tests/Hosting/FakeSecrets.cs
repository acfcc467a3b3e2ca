using OrleansFrames.Apps;

namespace OrleansFrames.Api.Tests.Hosting;

/// <summary>Seals so that a test can read it.</summary>
internal sealed class FakeSecrets : ISecretBox
{
    public string Seal(string app, string secret) => $"sealed({app}, {secret})";

    public string Open(string app, string sealedSecret) => throw new NotSupportedException("The edge only seals.");
}
