using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using OrleansFrames.Apps;

namespace OrleansFrames.Api.Realtime;

/// <summary>
/// Makes and reads ids of connections: the host that holds it, a number of its own, and a seal over both, the app and the user. So every host can tell
/// whose a connection is, and where, without asking anybody; nobody can name another user's, or one that never was.
/// </summary>
internal sealed class ConnectionIds(IAppDirectory apps)
{
    private const int SealBytes = 16;

    /// <summary>This host, until it ends.</summary>
    public string Host { get; } = Guid.NewGuid().ToString("N");

    public string Make(string app, string userId)
    {
        var named = $"{Host}.{Guid.NewGuid():N}";
        return $"{named}.{Seal(named, userId, apps.SecretsOf(app)[0])}";
    }

    /// <returns>The host that holds the connection; null when the id is none of this user's.</returns>
    public string? HostOf(string app, string userId, string connectionId)
        => connectionId.Split('.') is [{ } host, { } number, { } seal]
            && Guid.TryParseExact(host, "N", out _)
            && apps.SecretsOf(app).Any(secret => IsSame(seal, Seal($"{host}.{number}", userId, secret)))
                ? host
                : null;

    private static bool IsSame(string given, string made)
        => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.ASCII.GetBytes(made));

    // The first word keeps it apart from all else that is signed with the secret.
    private static string Seal(string named, string userId, string secret) => Base64Url.EncodeToString(
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"connection\n{named}\n{userId}")).AsSpan(0, SealBytes));
}
