using OrleansFrames.Capture;

namespace OrleansFrames.CaptureWorker.Sources.Rtsp;

/// <summary>What the answers of RTSP servers mean.</summary>
internal static class RtspAnswers
{
    /// <summary>The answer, where it is a yes.</summary>
    /// <exception cref="SourceException">It is a refusal.</exception>
    /// <exception cref="RtspRedirectException">It names another place.</exception>
    public static RtspResponse Checked(RtspResponse response)
    {
        CheckRedirect(response);
        return response.Status is >= 200 and < 300 ? response : throw Refusal(response);
    }

    /// <exception cref="RtspRedirectException">The answer names another place.</exception>
    public static void CheckRedirect(RtspResponse response)
    {
        if (response.Status is >= 300 and < 400 && response["Location"] is { Length: > 0 } location)
        {
            throw new RtspRedirectException(location);
        }
    }

    private static SourceException Refusal(RtspResponse response) => response.Status switch
    {
        >= 300 and < 400 => new(FailureReason.Refused, $"the source redirects ({response.Status}), but does not say where to"),
        403 => new(FailureReason.Auth, "the source forbids this path to this user (403); check user, password and path in the URL"),
        404 or 410 => new(FailureReason.NotFound, $"the source knows no such path ({response.Status}); check the path in the URL"),
        406 or 415 or 461 or 501 or 505 or 551 => new(
            FailureReason.Unsupported, $"the source cannot send this way ({response.Status} {response.Phrase}); RTP over TCP or UDP is needed"),
        _ => new(FailureReason.Refused, $"the source refused with {response.Status} {response.Phrase}"),
    };
}
