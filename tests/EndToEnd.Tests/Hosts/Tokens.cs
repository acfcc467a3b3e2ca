using System.Buffers.Text;
using System.Text.Json;

namespace OrleansFrames.EndToEnd.Tests.Hosts;

/// <summary>Tokens as SDKs make them of the API secret.</summary>
internal static class Tokens
{
    /// <summary>What stream-py sends: no claim at all.</summary>
    public static string Server { get; } = Make(new { });

    public static string Of(string user) => Make(new { user_id = user, iat = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - 1 });

    /// <param name="seconds">How long it lives; one below 0 is dead already.</param>
    public static string Of(string user, int seconds) => Make(new { user_id = user, exp = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + seconds });

    public static string Make(object claims)
    {
        var signed = $"{Encode(new { alg = "HS256", typ = "JWT" })}.{Encode(claims)}";
        return $"{signed}.{Signature.OfToken(signed, SiloProcess.Secret)}";
    }

    private static string Encode(object part) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(part));
}
