using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace OrleansFrames;

/// <summary>Name-based UUIDs (RFC 9562, version 5): the same name in the same space is always the same id.</summary>
public static class NameUuid
{
    private const int Size = 16;

    /// <param name="space">The namespace that the name is unique in.</param>
    /// <param name="name">Hashed as UTF-8.</param>
    [SuppressMessage("Security", "CA5350", Justification = "RFC 9562 names SHA-1 for version 5; nothing here relies on it being hard to collide.")]
    public static Guid Create(Guid space, string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var input = new byte[Size + Encoding.UTF8.GetByteCount(name)];
        space.TryWriteBytes(input, bigEndian: true, out _);
        Encoding.UTF8.GetBytes(name, input.AsSpan(Size));
        Span<byte> hash = stackalloc byte[SHA1.HashSizeInBytes];
        SHA1.HashData(input, hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x50);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..Size], bigEndian: true);
    }
}
