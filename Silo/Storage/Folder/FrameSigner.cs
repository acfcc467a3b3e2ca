using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using OrleansFrames.Silo.Hosting.Keys;
using OrleansFrames.Storage;

namespace OrleansFrames.Silo.Storage.Folder;

/// <summary>Signs app, path and end of a picture's URL with a key of that app.</summary>
internal sealed class FrameSigner(KeyRing keys)
{
    private const string Purpose = "frame-url";

    // Stands in for a key that is not there, so that an unknown name costs the same time as a wrong signature.
    private readonly byte[] _nobody = RandomNumberGenerator.GetBytes(MasterKey.Size);

    // A page of frames signs a hundred URLs, and to derive a key costs more than to use it. Only apps that have pictures get in here: strangers'
    // names come to Verify.
    private readonly ConcurrentDictionary<string, byte[]> _keys = new(StringComparer.Ordinal);

    public FrameSignature Sign(string app, string path, string expires)
        => new(expires, keys.CurrentKid, Compute(_keys.GetOrAdd(app, Derive), app, path, expires));

    public bool Verify(string app, string path, FrameSignature given)
    {
        var known = keys.TryDerive(given.KeyId, app, Purpose, out var key);
        var right = Compute(key ?? _nobody, app, path, given.Expires);

        // Compared as text: base64url has several spellings of the same bytes, and only ours is to pass.
        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(right), Encoding.UTF8.GetBytes(given.Signature)) & known;
    }

    private byte[] Derive(string app) => keys.TryDerive(keys.CurrentKid, app, Purpose, out var key)
        ? key
        : throw new InvalidOperationException("The key ring has no current key.");

    private static string Compute(byte[] key, string app, string path, string expires)
        => Base64Url.EncodeToString(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"GET\n{app}\n{path}\n{expires}")));
}
