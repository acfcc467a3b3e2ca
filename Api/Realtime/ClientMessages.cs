using System.Text.Json;
using OrleansFrames.Api.Endpoints;
using OrleansFrames.Api.Errors;
using OrleansFrames.Json;

namespace OrleansFrames.Api.Realtime;

/// <summary>GetStream's ConnectedEvent.</summary>
internal sealed record ConnectedMessage(string Type, string ConnectionId, DateTimeOffset CreatedAt, FullUserAnswer Me);

/// <summary>GetStream's ConnectionErrorEvent.</summary>
internal sealed record ErrorMessage(string Type, string ConnectionId, DateTimeOffset CreatedAt, ApiError Error);

/// <summary>GetStream's HealthCheckEvent.</summary>
internal sealed record HealthMessage(string Type, string ConnectionId, DateTimeOffset CreatedAt, RawJson Custom);

/// <summary>What a connection says of itself; the events of calls are told as the ledger has them.</summary>
internal static class ClientMessages
{
    /// <param name="me">The user of the connection. That it is banned in secret it is not told.</param>
    public static ReadOnlyMemory<byte> Connected(string connectionId, DateTimeOffset now, FullUserAnswer me)
        => Write(new ConnectedMessage("connection.ok", connectionId, now, me with { ShadowBanned = false }));

    /// <param name="connectionId">Empty before there is one.</param>
    public static ReadOnlyMemory<byte> Error(string connectionId, DateTimeOffset now, ApiFailure failure)
        => Write(new ErrorMessage("connection.error", connectionId, now, ApiError.From(failure) with { Duration = "0.00ms" }));

    public static ReadOnlyMemory<byte> Health(string connectionId, DateTimeOffset now)
        => Write(new HealthMessage("health.check", connectionId, now, RawJson.EmptyObject));

    private static ReadOnlyMemory<byte> Write<T>(T message) => JsonSerializer.SerializeToUtf8Bytes(message, FramesJson.Rfc3339);
}
