using System.Security.Cryptography;
using System.Text;

namespace OrleansFrames;

/// <summary>Name-based UUIDs of version 5 (RFC 9562, section 5.5): the same name in the same space always gives the same id.</summary>
public static class NameUuid
{
    public static Guid Create(Guid space, string name)
    {
        var input = new byte[16 + Encoding.UTF8.GetByteCount(name)];
        space.TryWriteBytes(input, bigEndian: true, out _);
        Encoding.UTF8.GetBytes(name, input.AsSpan(16));
#pragma warning disable CA5350 // Version 5 is defined on SHA-1; nothing is kept secret by it.
        var hash = SHA1.HashData(input).AsSpan(0, 16);
#pragma warning restore CA5350
        hash[6] = (byte)((hash[6] & 0x0F) | 0x50);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new(hash, bigEndian: true);
    }
}
