using System.Net;
using System.Net.Sockets;
using OrleansFrames.Network;

namespace OrleansFrames.Silo.Storage.External;

/// <summary>What a failed request says of the far side, alike for all kinds of storage.</summary>
internal static class StorageFault
{
    private const int LongestMessage = 300;

    /// <summary>An answer of the far side.</summary>
    /// <param name="code">The storage's own word for it.</param>
    public static StoreAttempt Answered(int status, string? code, string? message)
    {
        var words = message?.Split('\n')[0].Trim() ?? "";
        var text = $"it answered {status} {code}{(words.Length == 0 ? "" : $": {words}")}";
        return new(text.Length > LongestMessage ? text[..LongestMessage] : text, MayPass: IsPassing((HttpStatusCode)status));
    }

    /// <summary>No answer; null when it is no fault of the far side's or the way there.</summary>
    public static StoreAttempt? Unanswered(Exception error)
    {
        for (var cause = error; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case BlockedAddressException blocked:
                    return new(blocked.Message);
                case SocketException socket:
                    return new($"it cannot be reached: {socket.Message}", MayPass: true);
            }
        }

        return error is HttpRequestException or IOException or TimeoutException or OperationCanceledException
            ? new($"it gave no answer: {error.Message}", MayPass: true)
            : null;
    }

    private static bool IsPassing(HttpStatusCode status)
        => status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError and not HttpStatusCode.NotImplemented;
}
