using System.Net.WebSockets;

namespace OrleansFrames.Api.Realtime;

/// <summary>Why a connection ends, in the words of its last frame.</summary>
/// <remarks>GetStream's clients take 1000 as final and connect again after any other.</remarks>
/// <param name="LastWords">A message before it; null for none.</param>
internal sealed record Closing(WebSocketCloseStatus Status, string Reason, ReadOnlyMemory<byte>? LastWords = null)
{
    /// <summary>The client said goodbye, or is gone.</summary>
    public static Closing ByClient { get; } = new(WebSocketCloseStatus.NormalClosure, "");

    /// <summary>It was told why in a message.</summary>
    public static Closing Refused { get; } = new(WebSocketCloseStatus.NormalClosure, "refused");

    public static Closing TooBig { get; } = new(WebSocketCloseStatus.MessageTooBig, "the message is too big");

    public static Closing TooSlow { get; } = new(WebSocketCloseStatus.PolicyViolation, "too many events wait to be read");

    public static Closing Stopping { get; } = new(WebSocketCloseStatus.EndpointUnavailable, "the server stops");

    public static Closing Fault { get; } = new(WebSocketCloseStatus.InternalServerError, "the service cannot answer at the moment");

    /// <summary>Not 1000: the client is to come back with a new token.</summary>
    public static Closing Expired(ReadOnlyMemory<byte> error) => new(WebSocketCloseStatus.PolicyViolation, "the token is expired", error);
}
