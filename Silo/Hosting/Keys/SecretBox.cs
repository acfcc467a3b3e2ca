using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using OrleansFrames.Apps;

namespace OrleansFrames.Silo.Hosting.Keys;

/// <summary>Secrets of sources and sinks, sealed by the key ring.</summary>
internal sealed class SecretBox(KeyRing keys) : ISecretBox
{
    private const string Purpose = "secret";

    public string Seal(string app, string secret)
        => Base64Url.EncodeToString(keys.Seal(app, Purpose, Encoding.UTF8.GetBytes(secret), owner: app));

    public string Open(string app, string sealedSecret)
    {
        try
        {
            return Encoding.UTF8.GetString(keys.Open(app, Purpose, Base64Url.DecodeFromChars(sealedSecret), owner: app));
        }
        catch (FormatException error)
        {
            throw new CryptographicException("The sealed secret is not base64url text.", error);
        }
    }
}
