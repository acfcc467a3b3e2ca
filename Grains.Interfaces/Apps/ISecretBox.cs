namespace OrleansFrames.Apps;

/// <summary>Seals secrets under the service's master key in the endpoint that receives them; grain state, calls, tables and the dashboard see ciphertext only.</summary>
public interface ISecretBox
{
    /// <param name="app">Another app cannot open it.</param>
    /// <returns>Text that names its key, for rotation.</returns>
    string Seal(string app, string secret);

    /// <exception cref="System.Security.Cryptography.CryptographicException">It was not sealed for this app, or its key is gone.</exception>
    string Open(string app, string sealedSecret);
}
