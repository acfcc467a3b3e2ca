using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace OrleansFrames.Silo.Hosting.Keys;

/// <summary>Derives a key for each app and purpose, so that one that leaks opens nothing of another app. Seals small secrets for the database.</summary>
internal sealed class KeyRing
{
    private const byte Format = 1;
    private const int NonceSize = 12;
    private const int TagSize = 16;

    private readonly Dictionary<string, byte[]> _keys;

    /// <param name="keys">Newest first.</param>
    public KeyRing(IReadOnlyList<MasterKey> keys)
    {
        CurrentKid = keys[0].Kid;
        _keys = keys.ToDictionary(key => key.Kid, key => key.Bytes, StringComparer.Ordinal);
    }

    /// <summary>Name of the key that seals and signs now.</summary>
    public string CurrentKid { get; }

    /// <summary>32 bytes for one use by one app; false when the ring has no key of that name.</summary>
    public bool TryDerive(string kid, string app, string purpose, [NotNullWhen(true)] out byte[]? key)
    {
        key = _keys.TryGetValue(kid, out var master)
            ? HKDF.DeriveKey(HashAlgorithmName.SHA256, master, MasterKey.Size, info: Encoding.UTF8.GetBytes($"orleansframes\n{purpose}\n{app}"))
            : null;
        return key is not null;
    }

    /// <summary>AES-256-GCM with the current key.</summary>
    /// <param name="owner">What the secret belongs to: it opens there only.</param>
    public byte[] Seal(string app, string purpose, ReadOnlySpan<byte> secret, string owner)
    {
        var kid = Encoding.ASCII.GetBytes(CurrentKid);
        var box = new byte[2 + kid.Length + NonceSize + TagSize + secret.Length];
        (box[0], box[1]) = (Format, (byte)kid.Length);
        kid.CopyTo(box, 2);
        var (nonce, tag, text) = Parts(box, kid.Length);
        RandomNumberGenerator.Fill(nonce);
        using var aes = Cipher(CurrentKid, app, purpose);
        aes.Encrypt(nonce, secret, text, tag, Encoding.UTF8.GetBytes(owner));
        return box;
    }

    /// <exception cref="CryptographicException">It was changed, belongs to something else, or its key is not in the ring.</exception>
    public byte[] Open(string app, string purpose, byte[] box, string owner)
    {
        if (box.Length < 2 || box[0] != Format || box.Length < 2 + box[1] + NonceSize + TagSize)
        {
            throw new CryptographicException("The sealed secret is cut short or of an unknown format.");
        }

        var (nonce, tag, text) = Parts(box, box[1]);
        var secret = new byte[text.Length];
        using var aes = Cipher(Encoding.ASCII.GetString(box, 2, box[1]), app, purpose);
        aes.Decrypt(nonce, text, tag, secret, Encoding.UTF8.GetBytes(owner));
        return secret;
    }

    private static Box Parts(byte[] box, int kidLength)
    {
        var rest = box.AsSpan(2 + kidLength);
        return new(rest[..NonceSize], rest[NonceSize..(NonceSize + TagSize)], rest[(NonceSize + TagSize)..]);
    }

    private AesGcm Cipher(string kid, string app, string purpose) => TryDerive(kid, app, purpose, out var key)
        ? new(key, TagSize)
        : throw new CryptographicException($"The secret was sealed with the key '{kid}', which is not among Frames:MasterKeys.");

    private readonly ref struct Box(Span<byte> nonce, Span<byte> tag, Span<byte> text)
    {
        private readonly Span<byte> _nonce = nonce;
        private readonly Span<byte> _tag = tag;
        private readonly Span<byte> _text = text;

        public void Deconstruct(out Span<byte> nonce, out Span<byte> tag, out Span<byte> text)
        {
            nonce = _nonce;
            tag = _tag;
            text = _text;
        }
    }
}
